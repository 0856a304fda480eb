/**
 * Ports of the services that run on this machine. Everything listens on loopback addresses and nowhere else;
 * a port that is taken is never an error, a free one is used instead.
 */
import { createServer, type Server } from "node:net";
import * as v from "valibot";

const LOOPBACK = "127.0.0.1";

/** As the environment tells it. */
export const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, "is not a port"),
  v.transform(Number),
  v.maxValue(65_535, "is not a port"),
);

/** Starts listening on `preferred` (0: any free port), or on a free port when it is taken. Returns the port. */
export async function listen(server: Server, preferred = 0): Promise<number> {
  try {
    return await listenOn(server, preferred, LOOPBACK);
  } catch (error) {
    if (preferred === 0 || !isTaken(error)) throw error;
    return await listenOn(server, 0, LOOPBACK);
  }
}

/** A port that was free a moment ago: `preferred`, or another one when that is taken. */
export async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, preferred);
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Starts listening on exactly this port (0: any free one) of a loopback address. Returns the port. */
export function listenOn(server: Server, port: number, address: "127.0.0.1" | "::1"): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const bound = server.address();
      if (bound === null || typeof bound === "string") reject(new Error("not listening on a port"));
      else resolve(bound.port);
    });
  });
}

/**
 * Whether a Host header names this machine. A page of anybody can make its own name lead to 127.0.0.1 (DNS rebinding) and
 * would then read what answers here as its own; its requests still carry its name.
 */
export function namesThisMachine(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
