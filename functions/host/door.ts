/**
 * The address people use. It is bound before anything else starts, so that nobody can take the port meanwhile, and on
 * both loopback addresses: a browser that is sent to `localhost` tries [::1] first, where another program may listen.
 * It answers under the names of this machine alone.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import { listen, listenOn, namesThisMachine } from "./ports.ts";
import { within } from "./within.ts";

export type Door = {
  port: number;
  url: string;
  /** From now on requests go to `listener`; until then they are told to come back in a second. */
  open(listener: RequestListener): void;
  /** Takes no more requests; those in hand get `patience` milliseconds. */
  close(patience: number): Promise<void>;
};

/** How many ports above the preferred one are tried before any free one. */
const NEIGHBOURS = 20;

/** Opens the door on `preferred`, or on the next port that is free on both addresses. */
export async function openDoor(preferred: number): Promise<Door> {
  let answer: RequestListener = sayStarting;
  const { port, servers } = await bindBoth(preferred, () =>
    createServer((request, response) =>
      namesThisMachine(request.headers.host) ? answer(request, response) : sayElsewhere(request, response),
    ),
  );
  return {
    port,
    url: `http://localhost:${port}`,
    open: (listener) => {
      answer = listener;
    },
    close: async (patience) => {
      const closed = Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
      await within(patience, closed);
      for (const server of servers) server.closeAllConnections();
      await closed;
    },
  };
}

const sayStarting: RequestListener = (_, response) => {
  response.writeHead(503, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "retry-after": "1",
    refresh: "1",
  });
  response.end("Pix2Clip is starting. Pix2Clip démarre.\n");
};

const sayElsewhere: RequestListener = (_, response) => {
  response.writeHead(421, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end("Only localhost is answered here. Seul localhost est servi ici.\n");
};

async function bindBoth(preferred: number, make: () => Server): Promise<{ port: number; servers: Server[] }> {
  for (let attempt = 0; ; attempt++) {
    const wanted = attempt <= NEIGHBOURS && preferred + attempt <= 65_535 ? preferred + attempt : 0;
    const four = make();
    const six = make();
    try {
      const port = wanted === 0 ? await listen(four) : await listenOn(four, wanted, "127.0.0.1");
      const both = await listenOn(six, port, "::1").then(
        () => true,
        (error: unknown) => {
          if (hasCode(error, "EADDRINUSE")) throw error;
          return false; // a machine without IPv6
        },
      );
      return { port, servers: both ? [four, six] : [four] };
    } catch (error) {
      four.close();
      if (!hasCode(error, "EADDRINUSE", "EACCES") || attempt > 2 * NEIGHBOURS) throw error;
    }
  }
}

const hasCode = (error: unknown, ...codes: string[]) =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));
