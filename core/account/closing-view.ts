/** How far the closing of an account has come, what it would cost the person, and what the law keeps. */
import { eq } from "drizzle-orm";
import { me, requestFacts } from "../base/actor.ts";
import { DAY, fromNow, now } from "../base/clock.ts";
import { db, one } from "../base/database.ts";
import { CREDIT_VALUE_CENTS } from "../credit/credit.ts";
import { readBooks } from "../credit/ledger.ts";
import { countUnfinished } from "../generation/stop.ts";
import { previewErasure } from "../privacy/erasure-preview.ts";
import { RETENTION } from "../privacy/retention.ts";
import { account } from "./account.sql.ts";
import { type ClosingView, GRACE_DAYS } from "./closing.schema.ts";

/** The credits that closing would lose: those available, and those that a stopped generation gives back. */
export async function unspentCredits(): Promise<number> {
  const { available, held } = await readBooks(me());
  return available + held;
}

/** The closing of the signed-in account as it stands, or as it would be. */
export async function closingView(): Promise<ClosingView> {
  const row = one(await db().select().from(account).where(eq(account.id, me())));
  const unspent = await unspentCredits();
  const { generations, underWay } = await countUnfinished(me());
  const isClosing = row.state === "closing";
  return {
    state: row.state === "erasing" ? "erasing" : isClosing ? "closing" : "open",
    askedAt: row.closingAskedAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    graceWaived: row.graceWaivedAt !== null,
    cancellable: isClosing && row.closesAt !== null && row.closesAt > now(),
    choices: { afterGrace: fromNow(GRACE_DAYS * DAY).toISOString(), now: now().toISOString() },
    credits: { unspent, valueCents: unspent * CREDIT_VALUE_CENTS },
    underWay: generations + underWay,
    backups: RETENTION.backups,
    ...(await holdings()),
  };
}

async function holdings(): Promise<Pick<ClosingView, "lost" | "kept">> {
  const held = await previewErasure(me(), requestFacts().locale);
  return {
    lost: held.flatMap(({ kept, ...rest }) => (kept ? [] : [rest])),
    kept: held.flatMap(({ kept, ...rest }) =>
      kept ? [{ ...rest, ...kept, period: RETENTION[kept.rule] }] : [],
    ),
  };
}
