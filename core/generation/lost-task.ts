/**
 * A create call whose answer never came, with a provider that lists its tasks: which task is it? One that nobody has, and
 * only where no other job can be its parent: a clip must never reach somebody else.
 */
import { and, eq, gt, inArray, isNotNull, isNull, lt, ne, or } from "drizzle-orm";
import { SECOND } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import * as Provider from "../provider/provider.ts";
import { generation } from "./generation.sql.ts";
import { type Job, settingsOf } from "./transition.ts";

/** `unsure`: the provider could not say now. */
export type Lost = { type: "found"; taskId: string } | { type: "none" } | { type: "unsure" };

/** Looks for the task of a job in state `submitted`. */
export async function findLostTask(job: Job): Promise<Lost> {
  const sentAt = job.submittedAt ?? job.createdAt;
  const listed = await Provider.findLost(settingsOf(job), sentAt);
  if (listed === undefined) return { type: "unsure" };
  if (listed.length === 0) return { type: "none" };
  // After the list, and in one look: a job that adopts its task in between is seen either as a rival or as its owner.
  const others = await db()
    .select({ taskId: generation.providerTaskId })
    .from(generation)
    .where(
      and(ne(generation.id, job.id), or(inArray(generation.providerTaskId, listed), rivals(job, sentAt))),
    );
  const owned = others.map((other) => other.taskId);
  const [only, ...more] = listed.filter((taskId) => !owned.includes(taskId));
  if (only === undefined || more.length > 0 || owned.includes(null)) return { type: "none" };
  return { type: "found", taskId: only };
}

/** Jobs whose own create call was sent about then and whose answer is out or lost as well. */
function rivals(job: Job, sentAt: Date) {
  const about = config.GENERATION_LEASE_SECONDS * SECOND;
  return and(
    eq(generation.model, job.model),
    isNull(generation.providerTaskId),
    isNotNull(generation.submittedAt),
    gt(generation.submittedAt, new Date(sentAt.getTime() - about)),
    lt(generation.submittedAt, new Date(sentAt.getTime() + about)),
    or(
      inArray(generation.state, ["submitted", "fenced"]),
      inArray(generation.failure, ["provider_silent", "deadline_passed"]),
    ),
  );
}
