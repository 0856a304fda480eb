/**
 * The local S3: path style, one pair of keys, data on disk. It verifies what a caller claims and answers what
 * real S3 answers, so that a mistake shows on the laptop. Bodies stream: memory does not grow with an object.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openDatabase, transaction } from "./database.ts";
import { corsHeaders } from "./s3-cors.ts";
import { isDiskFull, noRoom, S3Error } from "./s3-error.ts";
import { openFiles } from "./s3-files.ts";
import { readTarget, type S3, type S3Reply, type S3Request, type S3Target } from "./s3-request.ts";
import { runOperation } from "./s3-routes.ts";
import { openStore, STORE_SCHEMA } from "./s3-store.ts";
import { openUploads, UPLOADS_SCHEMA } from "./s3-uploads.ts";
import { element } from "./s3-xml.ts";
import { type CloudOptions, type CloudService, serve } from "./service.ts";
import { AuthError, verifySignature } from "./sigv4.ts";

/** `limitBytes`: what all bodies may take together; without it, the disk. */
type S3Options = CloudOptions & { limitBytes?: number };

/** Starts the server. Throws when another process uses `dir`. */
export async function startS3(options: S3Options): Promise<CloudService> {
  const now = options.now ?? Date.now;
  mkdirSync(options.dir, { recursive: true });
  const database = openDatabase(join(options.dir, "s3.db"), STORE_SCHEMA + UPLOADS_SCHEMA);
  const store = openStore(database, now);
  const uploads = openUploads(database, now);
  const files = openFiles(join(options.dir, "bodies"), options.limitBytes);
  files.sweep(new Set([...store.objectFiles(), ...uploads.partFiles()]));
  const commit = (work: () => string[]) => files.remove(transaction(database, work));
  const s3: S3 = { store, uploads, files, region: options.region, commit };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<S3Reply> {
    if (message.method === "GET" && message.url === "/health") return { xml: element("Health", "ok") };
    const target = readTarget(message.url ?? "");
    const allowed = allowOrigin(s3, target, message, response);
    if (message.method === "OPTIONS") {
      if (!allowed) throw new S3Error("AccessForbidden", "CORSResponse: This CORS request is not allowed.");
      return {};
    }
    const signed = verifySignature(message, { ...options, service: "s3", now: now() });
    return runOperation(s3, openRequest(target, message, signed.payloadHash, signed.presigned));
  }

  return serve(
    options,
    async (message, response) => {
      response.setHeader("x-amz-request-id", randomBytes(8).toString("hex"));
      try {
        await send(message, response, await answer(message, response));
      } catch (error) {
        refuse(message, response, isDiskFull(error) ? noRoom() : error, options.log);
      }
    },
    () => database.close(),
  );
}

/** Sets the CORS headers on whatever is answered, errors too. False when no rule grants them. */
function allowOrigin(s3: S3, target: S3Target, message: IncomingMessage, response: ServerResponse): boolean {
  const { method = "", headers } = message;
  const asked = method === "OPTIONS" ? String(headers["access-control-request-method"]) : method;
  const granted = corsHeaders(s3.store.findBucket(target.bucket)?.rules, asked, headers);
  for (const [name, value] of Object.entries(granted ?? {})) response.setHeader(name, value);
  return granted !== undefined;
}

function openRequest(
  target: S3Target,
  message: IncomingMessage,
  payloadHash: string,
  presigned: boolean,
): S3Request {
  const header = (name: string) => {
    const inQuery = presigned && name.startsWith("x-amz-") ? target.query.get(name) : null;
    return message.headers[name]?.toString() ?? inQuery ?? undefined;
  };
  return { ...target, message, payloadHash, header };
}

async function send(message: IncomingMessage, response: ServerResponse, reply: S3Reply): Promise<void> {
  response.statusCode = reply.status ?? 200;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.stream !== undefined) return pipeline(reply.stream, response);
  message.resume();
  if (reply.xml === undefined) return void response.end();
  response.setHeader("content-type", "application/xml");
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${reply.xml}`);
}

/** Answers an error, or cuts the connection when the answer has begun already. */
function refuse(
  message: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log?: (line: string) => void,
) {
  const known = error instanceof S3Error || error instanceof AuthError;
  if (!known && !response.destroyed) log?.(`s3: ${message.method} failed: ${error}`);
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { code, status, text } = known
    ? { code: error.code, status: error.status, text: error.message }
    : { code: "InternalError", status: 500, text: "We encountered an internal error." };
  // The rest of the body is read and dropped: a caller that is still sending could not hear the answer.
  message.resume();
  response.statusCode = status;
  response.setHeader("content-type", "application/xml");
  const xml = element("Error", [element("Code", code), element("Message", text)]);
  response.end(message.method === "HEAD" ? undefined : `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
}
