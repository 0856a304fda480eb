/**
 * How a generation changes: each change is one update that names the step it starts from, so that of two workers one
 * wins and the other does nothing. The next message leaves with the change; ending settles the credits with it.
 */
import { and, eq, type InferSelectModel, isNull } from "drizzle-orm";
import { lockStanding, type Standing } from "../account/processing.ts";
import { fromNow, now, SECOND } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import { log } from "../base/log.ts";
import { settleCredits } from "../credit/ledger.ts";
import { enqueue } from "../outbox/outbox.ts";
import { requestRemoteDeletion } from "../privacy/remote-item.ts";
import type { FailureCode, GenerationState, Settings } from "./generation.schema.ts";
import { generation } from "./generation.sql.ts";

export type Job = InferSelectModel<typeof generation>;
type Changes = Partial<
  Pick<Job, "providerTaskId" | "providerResult" | "keptKey" | "submittedAt" | "attempts">
>;

/** The settings of a job as they were asked for. */
export const settingsOf = (job: Job): Settings => ({ ...job.settings, prompt: job.prompt }) as Settings;

const here = (job: Job) =>
  and(eq(generation.id, job.id), eq(generation.step, job.step), isNull(generation.finishedAt));

/**
 * Moves a job to its next step and sends the message for it after `delaySeconds` (at most 900). `alongside` runs in the
 * same transaction. Returns the job as it is now, or undefined when another worker was first.
 */
export async function advance(
  job: Job,
  state: Exclude<GenerationState, "ready" | "failed" | "cancelled" | "fenced">,
  changes: Changes,
  delaySeconds: number,
  alongside: () => Promise<void> = async () => undefined,
): Promise<Job | undefined> {
  return transaction(async () => {
    const [moved] = await db()
      .update(generation)
      .set({ ...changes, state, step: job.step + 1, wakeAt: fromNow(delaySeconds * SECOND) })
      .where(here(job))
      .returning();
    if (!moved) return undefined;
    await alongside();
    await enqueue("generate", { generationId: job.id, step: moved.step }, { delaySeconds });
    return moved;
  });
}

/**
 * Ends a job: `creditsCharged` of its hold are spent and the rest goes back, in the same transaction, and what stands
 * at the provider is to be deleted. Returns false when another worker was first.
 */
export async function finish(
  job: Job,
  end:
    | { state: "ready"; creditsCharged: number }
    | { state: "failed"; failure: FailureCode }
    | { state: "cancelled" | "fenced" },
  alongside: () => Promise<void> = async () => undefined,
): Promise<boolean> {
  const creditsCharged = end.state === "ready" ? end.creditsCharged : 0;
  const ended = await transaction(async () => {
    const rows = await db()
      .update(generation)
      .set({
        state: end.state,
        failure: end.state === "failed" ? end.failure : null,
        creditsCharged,
        providerResult: null,
        sealedAt: null,
        step: job.step + 1,
        finishedAt: now(),
      })
      .where(here(job))
      .returning({ id: generation.id });
    if (rows.length === 0) return false;
    await alongside();
    await settleCredits(job.accountId, job.id, creditsCharged);
    await requestRemoteDeletion(job.id);
    return true;
  });
  if (ended) log.info("generation.finished", { generationId: job.id, model: job.model, state: end.state });
  return ended;
}

/**
 * Keeps the result of a job from everybody, because processing has been restricted: it is stored, its credits stay held,
 * and what stands at the provider is to be deleted. Lifting the restriction ends the job (stop.ts). Returns false when
 * another worker was first.
 */
export async function seal(job: Job, alongside: () => Promise<void>): Promise<boolean> {
  return transaction(async () => {
    const rows = await db()
      .update(generation)
      .set({ sealedAt: now(), providerResult: null, step: job.step + 1 })
      .where(here(job))
      .returning({ id: generation.id });
    if (rows.length === 0) return false;
    await alongside();
    await requestRemoteDeletion(job.id);
    return true;
  });
}

/**
 * Runs `work` while neither the job nor the standing of its account can change, in one transaction. Returns undefined
 * when another worker was first.
 */
export async function whileStanding<T>(
  job: Job,
  work: (standing: Standing) => Promise<T>,
): Promise<T | undefined> {
  return transaction(async () => {
    const locked = await db().select({ id: generation.id }).from(generation).where(here(job)).for("update");
    return locked.length === 0 ? undefined : work(await lockStanding(job.accountId));
  });
}

/** Ends a job as failed; its credits go back. */
export const fail = (job: Job, failure: FailureCode): Promise<boolean> =>
  finish(job, { state: "failed", failure });
