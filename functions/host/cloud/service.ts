/**
 * What the local S3 and SQS servers share: their options, the HTTP server on 127.0.0.1, an orderly stop.
 * Invariant: `close` (the database) runs only after every request in flight has ended.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../ports.ts";
import type { Keys } from "./sigv4.ts";

/** `dir`: where the data lives (created if missing). `now`: milliseconds since 1970, for tests. */
export type CloudOptions = Keys & {
  dir: string;
  port?: number;
  now?: () => number;
  log?: (line: string) => void;
};

export type CloudService = { url: string; port: number; stop(): Promise<void> };

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Serves `handle` until `stop`, which breaks open connections, waits for their handlers, then calls `close`. */
export async function serve(options: CloudOptions, handle: Handle, close: () => void): Promise<CloudService> {
  const now = options.now ?? Date.now;
  const running = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: 30_000, requestTimeout: 0 }, (request, response) => {
    // The SDK corrects its clock from this header: signatures keep working when a test moves `now`.
    response.setHeader("date", new Date(now()).toUTCString());
    const run = handle(request, response).finally(() => running.delete(run));
    running.add(run);
  });
  const end = async () => {
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
    await Promise.allSettled(running);
    close();
  };
  try {
    const port = await listen(server, options.port);
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= end();
      return stopped;
    };
    return { url: `http://127.0.0.1:${port}`, port, stop };
  } catch (error) {
    close();
    throw error;
  }
}
