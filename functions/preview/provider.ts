/**
 * The stand-in for the model provider in a preview: the sandbox of the local stack, inside of one Lambda instance. What it
 * knows lives in that instance and goes with it; a generation that it has forgotten fails, and its credits come back.
 */
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { linkedSecrets } from "../../core/base/linked-secrets.ts";

type Sandbox = typeof import("../sandbox/minimax/serve.ts");
/** Its sources lie beside the bundle: it starts workers and processes from files, which a bundle has none of. */
const SOURCES = resolve(process.env.LAMBDA_TASK_ROOT ?? ".", "functions/sandbox/minimax/serve.ts");
/** Of the connection, not of the message. */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|x-forwarded-.*)$/;

let address = "";
const { serveMinimax } = (await import(SOURCES)) as Sandbox;
const sandbox = await serveMinimax({
  dir: join(tmpdir(), "minimax"),
  apiKey: linkedSecrets().MINIMAX_API_KEY ?? "",
  speed: 0,
  publicUrl: () => address,
});

const without = (headers: Iterable<[string, string | undefined]>) =>
  Object.fromEntries(
    [...headers].flatMap(([name, value]) =>
      value === undefined || OWN_HEADERS.test(name.toLowerCase()) ? [] : [[name, value]],
    ),
  );

/** Passes one request on. Work that it starts is done before it is answered: afterwards the instance is stopped. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  address = `https://${event.requestContext.domainName}`;
  const { method } = event.requestContext.http;
  const query = event.rawQueryString ? `?${event.rawQueryString}` : "";
  const body = event.body === undefined ? {} : { body: bytesOf(event.body, event.isBase64Encoded) };
  const answer = await fetch(`${sandbox.url}${event.rawPath}${query}`, {
    method,
    headers: without(Object.entries(event.headers)),
    redirect: "manual",
    ...body,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (method === "POST") await sandbox.idle();
  return {
    statusCode: answer.status,
    headers: without(answer.headers),
    body: bytes.toString("base64"),
    isBase64Encoded: true,
  };
}

const bytesOf = (body: string, isBase64: boolean) =>
  new Uint8Array(Buffer.from(body, isBase64 ? "base64" : "utf8"));
