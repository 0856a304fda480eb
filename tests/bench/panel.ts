/** The first view of "GDPR & my data": one call, beside the same parts asked for one by one, each at its own address. */
import { PANEL_MAX_ROUND_TRIPS } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { roundTrips } from "./round-trips.ts";
import type { Stage } from "./stage.ts";

const ROUNDS = 9;
const VIEWS = 20;
const PARTS = ["data", "exports", "consents", "restriction", "directive"];

/** Milliseconds for one view, over one round. */
async function duration(view: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < VIEWS; n++) await view();
  return (performance.now() - start) / VIEWS;
}

/** Measures both lines. */
export async function measurePanel(stage: Stage): Promise<Line[]> {
  const { app } = await import("../../functions/api/app.ts");
  const headers = { cookie: `__Host-session=${stage.sessionToken}; lang=en` };
  const read = async (path: string) => {
    const answer = await app.request(`/api/privacy${path}`, { headers });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    await answer.arrayBuffer();
  };
  const ours = () => read("");
  const peer = async () => void (await Promise.all(PARTS.map((part) => read(`/${part}`))));
  const turns = (rounds: number) =>
    inTurns(
      rounds,
      () => duration(ours),
      () => duration(peer),
    );
  await turns(2);
  const values = await turns(ROUNDS);
  const trips = { ours: await roundTrips(stage.port, ours), peer: await roundTrips(stage.port, peer) };
  return [
    {
      what: "first view of the panel",
      ours: `${median(values.ours).toFixed(1)} ms`,
      peer: `${median(values.peer).toFixed(1)} ms (its parts one by one)`,
      ratio: medianRatio(values).toFixed(2),
      budget: "",
      kept: true,
    },
    {
      what: "  its database round trips",
      ours: String(trips.ours),
      peer: String(trips.peer),
      ratio: "",
      budget: `<= ${PANEL_MAX_ROUND_TRIPS}`,
      kept: trips.ours > 0 && trips.ours <= PANEL_MAX_ROUND_TRIPS,
    },
  ];
}
