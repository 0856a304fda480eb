/**
 * `npm run serve`: the service on one machine, from its environment alone (README, "A server of one's own"), behind a proxy
 * of the same machine that speaks TLS. PORT (8080) is where the proxy finds it. SIGTERM ends it in order: requests and
 * work in hand are finished, what cannot be is left to the next start.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import * as v from "valibot";
import { config } from "../../core/base/config.ts";
import { log } from "../../core/base/log.ts";
import { Refused } from "../refused.ts";
import { requirePlaces } from "./places.ts";
import { listenOn, Port } from "./ports.ts";
import { startService } from "./serve.ts";
import { within } from "./within.ts";

/** Requests and work in hand get this long, both at the same time; systemd waits a little longer (pix2clip.service). */
const PATIENCE_MS = 25_000;
const HOST = new URL(config.PUBLIC_URL).host;

/** Answers under the public name alone, and under this machine's for whoever watches it. */
const guarded =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    const { host = "" } = request.headers;
    const watched = /^\/(health|ready)$/.test(request.url ?? "");
    if (host === HOST || watched) return listener(request, response);
    response.writeHead(421, { "content-type": "text/plain; charset=utf-8" }).end("421 misdirected request\n");
  };

async function close(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  await within(PATIENCE_MS, closed);
  server.closeAllConnections();
  await closed;
}

/** Serves until it is told to stop. */
export async function command(): Promise<string> {
  const chosen = v.safeParse(Port, process.env.PORT ?? "8080");
  if (!chosen.success) throw new Refused(`PORT ${chosen.issues[0].message}.`);
  await requirePlaces();
  const stopping = new AbortController();
  const service = await startService();
  const server = createServer(guarded(service.listener));
  const port = await listenOn(server, chosen.output, "127.0.0.1");
  const stop = async () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    await service.stop(PATIENCE_MS, close(server));
    log.info("service.stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  // From here on /health answers, and everything else says 503 until the journal has been told to a restored database.
  await service.begin((line) => process.stdout.write(`${line}\n`), stopping.signal);
  return `Pix2Clip serves ${config.PUBLIC_URL} on port ${port}`;
}
