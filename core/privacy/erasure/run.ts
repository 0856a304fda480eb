/**
 * The steps of an erasure: the claim of a worker, and the messages that keep it going. It never gives up: what fails is
 * tried again, ever later, and is seen in the log.
 */
import { and, eq, getTableColumns, isNull, lt, ne, or, sql } from "drizzle-orm";
import { DAY, fromNow, now, SECOND } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { log } from "../../base/log.ts";
import { enqueue } from "../../outbox/outbox.ts";
import { pseudonymOf } from "../pseudonym.ts";
import { erasure } from "./erasure.sql.ts";
import type { Outcome, Row } from "./step.ts";
import { LEASE } from "./wake.ts";
import { WORK } from "./work.ts";

type ErasureId = Id<"erasure">;

const { traces: _, ...ALL_BUT_TRACES } = getTableColumns(erasure);
const HEARTBEAT = 15 * SECOND;
/** Seconds until a step is tried again; the last one repeats. */
const PAUSES = [5, 10, 30, 60, 300, 900, 1800, 3600];
/** What a queue can delay a message for; longer pauses are the clock's (wake.ts). */
const LONGEST_DELAY = 900;
/** A step that has failed this often is an alarm. */
const ALARM_ATTEMPTS = 5;
/** A processor that has not answered for so long is an alarm. */
const PATIENCE = 3 * DAY;

/**
 * Does every step that is left. `waiting` when a processor has not answered yet, a step has failed and will be tried again,
 * or another worker is at it; `done` also when there is no such erasure.
 */
export async function runErasure(accountId: Id<"account">): Promise<"done" | "waiting"> {
  const [row] = await db()
    .select({ id: erasure.id })
    .from(erasure)
    .where(eq(erasure.pseudonym, pseudonymOf(accountId)));
  return row ? resumeErasure(row.id) : "done";
}

/** The same, for the message of an erasure. */
export async function resumeErasure(id: ErasureId): Promise<"done" | "waiting"> {
  if (!(await claim(id))) return (await isOver(id)) ? "done" : "waiting";
  // A long step says nothing itself: without this another worker would take it for dead.
  const heart = setInterval(() => void renew(id).catch(() => undefined), HEARTBEAT);
  try {
    return await goOn(id);
  } finally {
    clearInterval(heart);
  }
}

async function goOn(id: ErasureId): Promise<"done" | "waiting"> {
  for (;;) {
    const [row] = await db().select(ALL_BUT_TRACES).from(erasure).where(eq(erasure.id, id));
    if (!row || row.step === "done") return "done";
    const outcome = await WORK[row.step](row).catch((error: unknown) => {
      const level = row.attempts + 1 < ALARM_ATTEMPTS ? "warn" : "error";
      log[level]("erasure.step_failed", { state: row.step, attempt: row.attempts + 1 }, error);
      return { next: row.step, pause: true } as const;
    });
    if (await moved(row, outcome)) return "waiting";
  }
}

/** Writes down how a step ended. True when it is to be waited for. */
async function moved(row: Row, { next, set, pause, until }: Outcome): Promise<boolean> {
  const here = and(eq(erasure.id, row.id), eq(erasure.step, row.step));
  if (!pause) {
    const forward = { ...signOfLife(), ...set, step: next, attempts: 0 };
    await db().update(erasure).set(forward).where(here);
    return false;
  }
  const usual = PAUSES[Math.min(row.attempts, PAUSES.length - 1)] ?? LONGEST_DELAY;
  const seconds = until ? Math.ceil((until.getTime() - now().getTime()) / SECOND) : usual;
  if (row.createdAt < fromNow(-PATIENCE))
    log.error("erasure.overdue", { state: row.step, attempt: row.attempts });
  await transaction(async () => {
    const wakeAt = fromNow(seconds * SECOND + (seconds > LONGEST_DELAY ? 0 : LEASE));
    const back = { ...set, step: next, attempts: row.attempts + 1, claimedAt: null, wakeAt };
    const [kept] = await db().update(erasure).set(back).where(here).returning({ id: erasure.id });
    if (kept && seconds <= LONGEST_DELAY)
      await enqueue("erase", { erasureId: row.id }, { delaySeconds: seconds });
  });
  return true;
}

const signOfLife = () => ({ claimedAt: now(), wakeAt: fromNow(2 * LEASE) });

/** Takes an erasure for this worker. False when it is over, or in other hands. */
async function claim(id: ErasureId): Promise<boolean> {
  const free = or(isNull(erasure.claimedAt), lt(erasure.claimedAt, fromNow(-LEASE)));
  const open = and(eq(erasure.id, id), ne(erasure.step, "done"), free);
  return (await db().update(erasure).set(signOfLife()).where(open).returning({ id: erasure.id })).length > 0;
}

const renew = (id: ErasureId) =>
  db()
    .update(erasure)
    .set(signOfLife())
    .where(and(eq(erasure.id, id), ne(erasure.step, "done"), sql`${erasure.claimedAt} is not null`));

async function isOver(id: ErasureId): Promise<boolean> {
  const [row] = await db().select({ step: erasure.step }).from(erasure).where(eq(erasure.id, id));
  return row === undefined || row.step === "done";
}
