/** The function of the pages as Lambda runs it: bundled, in a folder with the built files, called with events. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, ENTRY } from "../support/bundle.ts";

type Answer = { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: boolean };

const SCRIPT = "console.log('hello');\n".repeat(100);
const dir = mkdtempSync(join(tmpdir(), "pix2clip-pages-"));
afterAll(() => rmSync(dir, { recursive: true }));

beforeAll(async () => {
  for (const [name, bytes] of (await bundle("functions/pages/handler.ts")).files)
    writeFileSync(join(dir, name), bytes);
  mkdirSync(join(dir, "dist/assets"), { recursive: true });
  writeFileSync(join(dir, "dist/index.html"), "<title>the app</title>");
  writeFileSync(join(dir, "dist/assets/main-abc123.js"), SCRIPT);
});

/** What the function answers, in a process that has nothing of ours in its environment. */
function call(path: string, headers: Record<string, string> = {}): Answer {
  const event = {
    version: "2.0",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "pix2clip.example", ...headers },
    requestContext: {
      http: { method: "GET", path, sourceIp: "203.0.113.7" },
      domainName: "pix2clip.example",
    },
    isBase64Encoded: false,
  };
  const script = `const { handler } = await import("./${ENTRY}");
    console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})))`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: dir,
    env: { STORAGE_ENDPOINT: "https://s3.fr-par.scw.cloud" },
    encoding: "utf8",
  });
  return JSON.parse(answer);
}

test("a page is answered with the security headers and without any configuration", () => {
  const { statusCode, headers, body } = call("/studio");
  expect([statusCode, body, headers["cache-control"]]).toEqual([200, "<title>the app</title>", "no-cache"]);
  expect(headers["content-security-policy"]).toContain(
    "img-src 'self' data: blob: https://s3.fr-par.scw.cloud",
  );
  expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
  expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{8}/);
});

test("a compressed file comes through the gateway as it is", () => {
  const { headers, body, isBase64Encoded } = call("/assets/main-abc123.js", { "accept-encoding": "br" });
  expect([headers["content-encoding"], isBase64Encoded]).toEqual(["br", true]);
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(brotliDecompressSync(Buffer.from(body, "base64")).toString()).toBe(SCRIPT);
});
