/** A worker that erases one account. It dies after the step that is named, before that step is written down. */
import type { Id } from "../../core/base/id.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { WORK } from "../../core/privacy/erasure/work.ts";

const diesAfter = process.env.DIES_AFTER;
for (const step of Object.keys(WORK) as (keyof typeof WORK)[]) {
  const work = WORK[step];
  WORK[step] = async (row) => {
    process.send?.(step);
    const outcome = await work(row);
    if (step === diesAfter) process.kill(process.pid, "SIGKILL");
    return outcome;
  };
}
await runErasure(process.env.ACCOUNT_ID as Id<"account">);
process.exit(0);
