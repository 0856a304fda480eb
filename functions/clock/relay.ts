/** Every minute: messages that were written and not sent, generations that should have moved, deletions that are due. */
import { wakeOverdue } from "../../core/generation/watchdog.ts";
import { relayOutbox } from "../../core/outbox/outbox.ts";
import { sendDueDeletions } from "../../core/privacy/remote-item.ts";

/** One run. */
export async function run(): Promise<void> {
  await wakeOverdue();
  await sendDueDeletions();
  await relayOutbox();
}
