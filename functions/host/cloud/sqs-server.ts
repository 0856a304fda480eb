/**
 * The local SQS: the JSON protocol of the SDK, standard queues, messages on disk.
 * Invariant: an answered send survives SIGKILL; an action that is not listed answers 501.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type CloudOptions, type CloudService, serve } from "./service.ts";
import { AuthError, sha256Hex, verifySignature } from "./sigv4.ts";
import { ACTIONS } from "./sqs-actions.ts";
import { SqsError } from "./sqs-error.ts";
import { openWaiting } from "./sqs-poll.ts";
import type { Sqs } from "./sqs-queue.ts";
import { openStore } from "./sqs-store.ts";

/** A batch of 1 MiB in which JSON writes every character in six. */
const MAX_REQUEST_BYTES = 8 * 1024 ** 2;

/** Starts the server. Throws when another process uses `dir`. */
export async function startSqs(options: CloudOptions): Promise<CloudService> {
  const now = options.now ?? Date.now;
  mkdirSync(options.dir, { recursive: true });
  const waiting = openWaiting();
  const store = openStore(join(options.dir, "sqs.db"), now, waiting.arrived);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    if (request.method === "GET" && request.url === "/health") return { health: "ok" };
    const body = await readBody(request);
    verifySignature(request, { ...options, service: "sqs", now: now(), bodyHash: sha256Hex(body) });
    const name = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const action = ACTIONS[name];
    if (action === undefined) throw new SqsError("NotImplemented", `${name} is not implemented.`, 501);
    const sqs: Sqs = { store, waiting, region: options.region, url: `http://${request.headers.host}` };
    return action(sqs, parseJson(body), response);
  }

  return serve(
    options,
    async (request, response) => {
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.setHeader("x-amzn-requestid", randomUUID());
      try {
        const text = JSON.stringify(await answer(request, response));
        response.end(text);
      } catch (error) {
        refuse(response, error, options.log);
      }
    },
    store.close,
  );
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_REQUEST_BYTES)
      throw new SqsError("InvalidParameterValue", "The request is too large.", 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new SqsError("InvalidParameterValue", "The body is not JSON.");
  }
}

function refuse(response: ServerResponse, error: unknown, log?: (line: string) => void): void {
  if (response.destroyed) return;
  response.statusCode = 500;
  let answer = { __type: "com.amazonaws.sqs#InternalFailure", message: "We encountered an internal error." };
  if (error instanceof SqsError || error instanceof AuthError) {
    response.statusCode = error.status;
    answer = { __type: `com.amazonaws.sqs#${error.code}`, message: error.message };
    if (error instanceof SqsError) response.setHeader("x-amzn-query-error", `${error.queryCode};Sender`);
  } else log?.(`sqs: failed: ${error}`);
  response.end(JSON.stringify(answer));
}
