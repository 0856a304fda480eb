/**
 * Daily: objects without rows, rows without objects, and things at the provider without an owner. One sweep that fails
 * keeps none of the others from running; the run is then known to have failed.
 */
import { log } from "../../core/base/log.ts";
import { sweepForgottenItems } from "../../core/generation/leftovers.ts";
import { noteLostObjects } from "../../core/privacy/sweep/lost.ts";
import { sweepOrphanObjects } from "../../core/privacy/sweep/orphans.ts";
import { sweepProvider } from "../../core/provider/sweep-provider.ts";
import { runClock } from "./run.ts";

const SWEEPS = {
  objects: () => sweepOrphanObjects(),
  lost: () => noteLostObjects(),
  items: sweepForgottenItems,
  provider: sweepProvider,
};

/** One run. */
export async function run(): Promise<void> {
  const failures: unknown[] = [];
  for (const [name, sweep] of Object.entries(SWEEPS))
    try {
      await sweep();
    } catch (error) {
      log.error("sweep.failed", { state: name }, error);
      failures.push(error);
    }
  if (failures.length > 0) throw new AggregateError(failures, "sweeps failed");
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("sweep-orphans", run);
