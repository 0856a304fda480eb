/**
 * Cancelling. What waits in our own line ends at once. What the provider has is asked to end there: it can drop a task
 * that waits in its line (video v2), but not one that it has begun; then the work goes on and is charged.
 */
import { and, eq, isNull } from "drizzle-orm";
import { me } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { command } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { enqueue } from "../outbox/outbox.ts";
import { findModel } from "./catalogue.ts";
import { GenerationId } from "./generation.schema.ts";
import { generation } from "./generation.sql.ts";
import { viewOf } from "./generation.ts";
import { finish } from "./transition.ts";

/** Cancels a generation if that is still possible. Throws `not_found`, `generation_finished`, `generation_started`. */
export const cancelGeneration = command(GenerationId, async ({ id }) => {
  const mine = and(eq(generation.id, id), eq(generation.accountId, me()), isNull(generation.deletedAt));
  const job = one(await db().select().from(generation).where(mine).for("update"));
  if (job.finishedAt !== null) throw new AppError("generation_finished");
  if (job.state === "queued") await finish(job, { state: "cancelled" });
  else if (job.state !== "running" || findModel(job.model)?.api !== "video_v2")
    throw new AppError("generation_started");
  else await askProvider(id, job.step);
  return viewOf(id);
});

/** The next step asks the provider; it is sent now instead of after the delay of the poll. */
async function askProvider(id: typeof generation.$inferSelect.id, step: number): Promise<void> {
  await db().update(generation).set({ cancelRequestedAt: now() }).where(eq(generation.id, id));
  await enqueue("generate", { generationId: id, step });
}
