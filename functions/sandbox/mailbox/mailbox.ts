/**
 * The mailbox of the local stack: takes every mail that the service sends, keeps it as a file, and shows it. Bound to
 * 127.0.0.1, so nobody but this machine can leave or read a mail.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Hono } from "hono";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { mailboxPages } from "./pages.ts";
import { mailStore } from "./store.ts";
import type { MailboxOf } from "./words.ts";

const LOOPBACK = "127.0.0.1";
const MAX_BYTES = 2_000_000;

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Starts the mailbox on a folder, which it makes. Without a port a free one is taken. `app` is meant to be mounted at
 * {@link MAILBOX_PATH} of pages.ts.
 */
export async function startMailbox(options: {
  dir: string;
  port?: number;
  of?: MailboxOf;
}): Promise<{ smtpUrl: string; app: Hono; stop(): Promise<void> }> {
  mkdirSync(options.dir, { recursive: true });
  const store = mailStore(options.dir);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    onData: (stream, _session, done) => {
      readAll(stream)
        .then((bytes) => {
          if (stream.sizeExceeded) throw Object.assign(new Error("too large"), { responseCode: 552 });
          return store.keep(bytes, `${Date.now()}-${randomUUID()}`);
        })
        .then(() => done(), done);
    },
  });
  // A client that hangs up in the middle is no reason for the stack to end.
  server.on("error", () => undefined);
  await new Promise<void>((listening, failed) => {
    const listener = server.listen(options.port ?? 0, LOOPBACK, listening);
    listener.once("error", failed);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://${LOOPBACK}:${port}`,
    app: mailboxPages(store, options.of),
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
