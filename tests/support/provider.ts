/**
 * The way from a test file's service to the sandbox of the model provider: everything that is sent is written down, and
 * a test may put an answer of its own in place of the sandbox's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inject } from "vitest";

export type Sent = { method: string; path: string; headers: Record<string, string>; body: string };
export type Scripted = { status: number; body: string | Buffer } | "drop";
type Script = (sent: Sent) => Scripted | undefined | Promise<Scripted | undefined>;

/** What was sent to the API since the last `forget`. */
export const sent: Sent[] = [];
let script: Script = () => undefined;

/** Answers instead of the sandbox where `replacement` gives an answer; without it the sandbox answers again. */
export function answerWith(replacement: Script = () => undefined): void {
  script = replacement;
}

/** A v1 answer that refuses with a code. */
export const inBand = (code: number, rest: Record<string, unknown> = {}): Scripted => ({
  status: 200,
  body: JSON.stringify({ ...rest, base_resp: { status_code: code, status_msg: "no" } }),
});

async function read(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>;
  const { method = "GET", url: path = "/" } = request;
  return { method, path, headers, body: Buffer.concat(chunks).toString() };
}

async function forward({ method, path, headers, body }: Sent, response: ServerResponse): Promise<void> {
  const { "content-length": _length, "transfer-encoding": _encoding, ...rest } = headers;
  const url = `${inject("minimaxUrl")}${path}`;
  const answer = await fetch(url, { method, headers: rest, ...(body === "" ? {} : { body }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "application/json",
    "trace-id": answer.headers.get("trace-id") ?? "none",
  });
  response.end(bytes);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const received = await read(request);
  sent.push(received);
  const answer = await script(received);
  if (answer === "drop") return void request.socket.destroy();
  if (answer) return void response.writeHead(answer.status).end(answer.body);
  try {
    await forward(received, response);
  } catch {
    request.socket.destroy(); // as the sandbox did
  }
}

const server = createServer((request, response) => void handle(request, response));
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
server.unref();
/** Where the service of this file finds the provider. */
export const providerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** What the sandbox accepted, and would have to be paid. */
export async function paid(): Promise<{ id: string; endpoint: string; prompt: string }[]> {
  return (await fetch(`${inject("minimaxUrl")}/sandbox/paid`)).json() as never;
}
