/** Compression, by the handler of the cloud with events as the gateway sends them. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Hono } from "hono";
import type { LambdaContext } from "hono/aws-lambda";
import { expect, test } from "vitest";
import { compressed } from "../../functions/api/coding.ts";
import { handler } from "../../functions/api/index.ts";

type Answer = { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: boolean };

async function call(path: string, accept?: string): Promise<Answer> {
  const event = {
    version: "2.0",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "localhost:3000", ...(accept ? { "accept-encoding": accept } : {}) },
    requestContext: {
      http: { method: "GET", path, sourceIp: "203.0.113.7" },
      domainName: "localhost:3000",
    },
    isBase64Encoded: false,
  };
  return (await handler(event as unknown as APIGatewayProxyEventV2 as never, {} as LambdaContext)) as Answer;
}
const bytes = ({ body, isBase64Encoded }: Answer) => Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

test.each([
  ["br", "gzip, deflate, br, zstd", brotliDecompressSync],
  ["gzip", "gzip, br;q=0", gunzipSync],
] as const)(
  "a long answer goes through the gateway in %s, shorter and the same",
  async (coding, accept, open) => {
    for (const path of ["/api/openapi.json", "/policy", "/api/models"]) {
      const [plain, coded] = [await call(path), await call(path, accept)];
      expect([path, plain.statusCode, plain.headers["content-encoding"]]).toEqual([path, 200, undefined]);
      expect([path, coded.headers["content-encoding"], coded.isBase64Encoded]).toEqual([path, coding, true]);
      for (const { headers } of [plain, coded]) expect(headers.vary).toMatch(/accept-encoding$/);
      expect(Number(coded.headers["content-length"])).toBe(bytes(coded).length);
      expect(bytes(coded).length).toBeLessThan(bytes(plain).length / 2);
      expect(open(bytes(coded)).toString()).toBe(plain.body);
    }
  },
);

test("a short answer is sent as it is", async () => {
  const { headers, body, isBase64Encoded } = await call("/health", "br");
  expect([headers["content-encoding"], isBase64Encoded, JSON.parse(body)]).toEqual([
    undefined,
    false,
    { status: "alive" },
  ]);
});

test("what is no text stays as it is, and an answer that is compressed keeps its cookies and its status", async () => {
  const long = "a".repeat(4096);
  const app = new Hono().use(compressed);
  app.get("/picture", (c) => c.body(long, 200, { "content-type": "image/png" }));
  app.get("/text", (c) => {
    for (const name of ["one", "two"]) c.header("set-cookie", `${name}=1`, { append: true });
    return c.text(long, 404, { vary: "cookie" });
  });
  const ask = (path: string) => app.request(path, { headers: { "accept-encoding": "br" } });
  expect((await ask("/picture")).headers.get("content-encoding")).toBeNull();
  const text = await ask("/text");
  expect([text.status, text.headers.get("vary"), text.headers.getSetCookie()]).toEqual([
    404,
    "cookie, accept-encoding",
    ["one=1", "two=1"],
  ]);
  expect(brotliDecompressSync(await text.arrayBuffer()).toString()).toBe(long);
});
