/** A signed-in read of 20 generations, beside a bare Hono handler that asks one hand-written query for the same rows. */
import { isDeepStrictEqual } from "node:util";
import { READ_MAX_ROUND_TRIPS, READ_MIN_THROUGHPUT_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { peer as openPeer } from "./peer.ts";
import { roundTrips } from "./round-trips.ts";
import type { Stage } from "./stage.ts";

const ROUNDS = 9;
const ROUND_MS = 800;
/** Requests in flight, as many as the service has connections. */
const CALLERS = 10;

type Fetch = () => Response | Promise<Response>;

/** Requests a second, over one round. */
async function throughput(fetchOnce: Fetch): Promise<number> {
  const end = performance.now() + ROUND_MS;
  let done = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await (await fetchOnce()).arrayBuffer();
      done++;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (done * 1000) / (performance.now() - start);
}

/** Measures both lines. */
export async function measureRead(stage: Stage): Promise<Line[]> {
  const { app } = await import("../../functions/api/app.ts");
  const headers = { cookie: `__Host-session=${stage.sessionToken}; lang=en` };
  const ours: Fetch = () => app.request("/api/generations?limit=20", { headers });
  const { app: bare, close } = openPeer(stage.databaseUrl, stage.accountId);
  const peer: Fetch = () => bare.request("/api/generations?limit=20");
  const [answer, same] = [await (await ours()).json(), await (await peer()).json()];
  if ((answer as { items: unknown[] }).items.length !== 20) throw new Error("not 20 generations");
  if (!isDeepStrictEqual(answer, same)) throw new Error("the peer answers something else");
  await inTurns(
    2,
    () => throughput(ours),
    () => throughput(peer),
  );
  const values = await inTurns(
    ROUNDS,
    () => throughput(ours),
    () => throughput(peer),
  );
  const tripsOf = (fetchOnce: Fetch) => roundTrips(stage.port, async () => (await fetchOnce()).arrayBuffer());
  const trips = { ours: await tripsOf(ours), peer: await tripsOf(peer) };
  await close();
  const ratio = medianRatio(values);
  return [
    {
      what: "read of 20 generations",
      ours: `${median(values.ours).toFixed(0)}/s`,
      peer: `${median(values.peer).toFixed(0)}/s (one query by hand)`,
      ratio: ratio.toFixed(2),
      budget: `>= ${READ_MIN_THROUGHPUT_RATIO}`,
      kept: ratio >= READ_MIN_THROUGHPUT_RATIO,
    },
    {
      what: "  its database round trips",
      ours: String(trips.ours),
      peer: String(trips.peer),
      ratio: "",
      budget: `<= ${READ_MAX_ROUND_TRIPS}`,
      kept: trips.ours > 0 && trips.ours <= READ_MAX_ROUND_TRIPS,
    },
  ];
}
