/** The sandbox on a port of this machine. Unreachable from elsewhere: it listens on 127.0.0.1 and nowhere else. */
import { mkdir, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { listen } from "../../host/ports.ts";
import { createApp } from "./app.ts";
import { startCallback } from "./callback.ts";
import type { Sandbox } from "./context.ts";
import { sweep } from "./delivery.ts";
import { openStore } from "./store.ts";
import { openStudio } from "./studio.ts";
import { tellV1 } from "./v1-video.ts";
import { tellV2 } from "./v2-video.ts";

export interface MinimaxOptions {
  /** Folder for its state; made when missing. One process at a time. */
  dir: string;
  /** Preferred port; 0 or taken: any free one. */
  port?: number;
  apiKey: string;
  now?: () => Date;
  /** Factor on the pretended waiting. 1: some seconds in the queue, as in life; 0: only as long as the work takes. */
  speed?: number;
  /** Where its files are fetched, for a sandbox that is reached through something else. */
  publicUrl?: () => string;
  /** How late answers come by the magic word `slow`. */
  slowSeconds?: number;
}

/**
 * Serves the sandbox. Work that was not finished when it stopped, or was killed, begins again. `stop` breaks open
 * connections and running work off; `idle` waits until none is in hand. Throws when another process has the folder.
 */
export async function serveMinimax(
  options: MinimaxOptions,
): Promise<{ url: string; idle(): Promise<void>; stop(): Promise<void> }> {
  const store = openStore(options.dir);
  const ending = new AbortController();
  const clock = options.now ?? (() => new Date());
  let url = "";
  const base = {
    store,
    now: () => clock().getTime(),
    speed: options.speed ?? 1,
    slowSeconds: options.slowSeconds ?? 5,
    publicUrl: options.publicUrl ?? (() => url),
    apiKey: options.apiKey,
    seed: store.seed(),
    scratch: await emptied(join(options.dir, "scratch")),
    seen: [],
    signal: ending.signal,
  };
  const studio = openStudio(base);
  const sandbox: Sandbox = { ...base, begin: studio.begin, quick: studio.quick };
  const server = createAdaptorServer({ fetch: createApp(sandbox).fetch }) as Server;
  url = `http://127.0.0.1:${await listen(server, options.port)}`;
  sweep(sandbox);
  resume(sandbox);
  return {
    url,
    idle: studio.idle,
    stop: async () => {
      ending.abort();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await studio.idle();
      store.close();
    },
  };
}

async function emptied(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

/** Takes up again what a stop interrupted. */
function resume(sandbox: Sandbox): void {
  for (const task of sandbox.store.tasks.all()) {
    if (task.order !== null) sandbox.begin(task.id);
    if (task.callback && task.kind === "video")
      startCallback(sandbox, task.id, task.api === 1 ? tellV1(sandbox) : tellV2(sandbox));
  }
}
