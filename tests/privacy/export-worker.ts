/** A worker that builds one export step by step. It is made to be killed. */
import { MINUTE, setClock } from "../../core/base/clock.ts";
import type { Id } from "../../core/base/id.ts";
import { nextStep, runExport } from "../../core/privacy/export/run.ts";

/** Each worker lives in a later hour than the one before it, so that a dead one's claim has ended. */
const ahead = Number(process.env.WORKER_NUMBER) * 60 * MINUTE;
setClock(() => new Date(Date.now() + ahead));

const exportId = process.env.EXPORT_ID as Id<"data_export">;
const sizes = JSON.parse(process.env.EXPORT_SIZES ?? "");
const attempts = Number(process.env.WORKER_STEPS ?? 1000);
for (let step = 0; step < attempts; step++) {
  const part = await nextStep(exportId);
  if (part === undefined) break;
  await runExport({ exportId, part }, sizes);
}
process.exit(0);
