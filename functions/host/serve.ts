/** The service on one machine, from its environment: HTTP, queue functions and clocks in one process. */
import type { RequestListener } from "node:http";
import { resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { config } from "../../core/base/config.ts";
import { closeDatabase } from "../../core/base/database.ts";
import { app } from "../api/app.ts";
import { securityHeaders } from "../api/security-headers.ts";
import { pages } from "../pages/pages.ts";
import { catchUp } from "./catch-up.ts";
import { startConsumers } from "./consume.ts";
import { startTimer } from "./timer.ts";

const BUILT_PAGES = resolve(import.meta.dirname, "../../web/dist");

export type Service = {
  /** Answers requests; whoever starts the service owns the port. */
  listener: RequestListener;
  /**
   * Starts the work that nobody asks for by a request, once the database knows all that the journal tells; until then
   * every request is refused. Throws when the journal is broken, or the signal says so.
   */
  begin(say: (line: string) => void, signal: AbortSignal): Promise<void>;
  /**
   * Takes no more work, finishes or hands back what is in hand within `patience` ms, and closes the database once that is
   * done and `answered` tells that no request is left.
   */
  stop(patience: number, answered?: Promise<unknown>): Promise<void>;
};

/** Makes the service ready to begin. `extra` are further apps by the path they answer under (the mailbox of the local stack). */
export async function startService(extra: Record<string, Hono> = {}): Promise<Service> {
  const root = new Hono();
  // Before the headers of the service: such an app brings its own.
  for (const [path, mounted] of Object.entries(extra)) root.route(path, mounted);
  root.use(securityHeaders(config.STORAGE_ENDPOINT));
  root.route("/", app);
  root.route("/", await pages(BUILT_PAGES));
  const work: { stop(patience: number): Promise<void> }[] = [];
  return {
    listener: getRequestListener(root.fetch),
    begin: async (say, signal) => {
      await catchUp(say, signal);
      work.push(startConsumers(), startTimer());
    },
    stop: async (patience, answered) => {
      await Promise.all([answered, ...work.map((each) => each.stop(patience))]);
      await closeDatabase();
    },
  };
}
