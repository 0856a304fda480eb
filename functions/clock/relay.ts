/** Every minute: messages that were written and not sent, generations, exports and erasures that should have moved, deletions due. */
import { wakeOverdue } from "../../core/generation/watchdog.ts";
import { relayOutbox } from "../../core/outbox/outbox.ts";
import { wakeErasures } from "../../core/privacy/erasure/wake.ts";
import { wakeExports } from "../../core/privacy/export/run.ts";
import { sendDueDeletions } from "../../core/privacy/remote-thing.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await wakeOverdue();
  await wakeExports();
  await wakeErasures();
  await sendDueDeletions();
  await relayOutbox();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("relay", run);
