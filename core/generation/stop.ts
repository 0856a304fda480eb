/**
 * Stopping the generations of an account that restricts processing or closes, and what becomes of results that came
 * meanwhile. What waits in our line is cancelled. What the provider works on cannot be recalled: under a restriction its
 * result is sealed (GDPR art. 18(2) allows to store it), under a closing it is refused at the door (`fenced`).
 */
import { and, asc, eq, gt, isNull, max } from "drizzle-orm";
import { fromNow, SECOND } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { releaseOutputs, trashOutputs } from "../media/outputs.ts";
import { priceOf } from "./charge.ts";
import { generation } from "./generation.sql.ts";
import { finish, type Job } from "./transition.ts";

/**
 * The unfinished generations of an account, locked until the end of the transaction: before the account itself, for a
 * worker that ends one takes them in that order.
 */
export async function lockUnfinished(accountId: Id<"account">): Promise<Job[]> {
  return db()
    .select()
    .from(generation)
    .where(and(eq(generation.accountId, accountId), isNull(generation.finishedAt)))
    .orderBy(asc(generation.id))
    .for("update");
}

/** What an account has under way: results that are sealed, work that goes on, and the credits held for both. */
export const countUnfinished = async (accountId: Id<"account">): Promise<Unfinished> =>
  sumUnfinished(await selectUnfinished(accountId));

/** The rows that this is counted from. */
export const selectUnfinished = (accountId: Id<"account">) =>
  db()
    .select({ credits: generation.credits, sealedAt: generation.sealedAt })
    .from(generation)
    .where(and(eq(generation.accountId, accountId), isNull(generation.finishedAt)));

type Unfinished = { generations: number; underWay: number; credits: number };
/** The same from rows that have been read. */
export function sumUnfinished(rows: readonly { credits: number; sealedAt: Date | null }[]): Unfinished {
  const sealed = rows.filter((row) => row.sealedAt !== null).length;
  return {
    generations: sealed,
    underWay: rows.length - sealed,
    credits: rows.reduce((sum, row) => sum + row.credits, 0),
  };
}

/** Cancels those of the locked jobs that wait in our line; their credits go back. */
export async function cancelQueued(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) if (job.state === "queued") await finish(job, { state: "cancelled" });
}

/** Ends all locked jobs: credits go back, and a result that is here or still to come is shown to nobody. */
export async function fenceJobs(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const { accountId, id } = job;
    const state = job.state === "queued" ? "cancelled" : "fenced";
    await finish(job, { state }, async () => {
      if (job.sealedAt !== null) await trashOutputs(accountId, id);
    });
  }
}

/**
 * Ends all jobs of an account that is erased. Returns until when the answer to a create call may still come in that was
 * out when its job was ended: what it has made at the provider is to be deleted there, under a row of the account.
 */
export async function fenceGenerations(accountId: Id<"account">): Promise<{ rows: Date } | undefined> {
  await fenceJobs(await lockUnfinished(accountId));
  const lease = config.GENERATION_LEASE_SECONDS * SECOND;
  const unanswered = and(
    eq(generation.accountId, accountId),
    eq(generation.state, "fenced"),
    isNull(generation.providerTaskId),
    isNull(generation.keptKey),
    gt(generation.submittedAt, fromNow(-lease)),
  );
  const [row] = await db()
    .select({ last: max(generation.submittedAt) })
    .from(generation)
    .where(unanswered);
  return row?.last ? { rows: new Date(row.last.getTime() + lease) } : undefined;
}

/** Delivers those of the locked jobs whose result is sealed, and charges for them; the others go on. */
export async function unsealJobs(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    if (job.sealedAt === null) continue;
    const delivered = await releaseOutputs(job.id);
    await finish(job, { state: "ready", creditsCharged: priceOf(job, delivered) });
  }
}
