/**
 * The beginning of an erasure (GDPR art. 17), in the transaction that decides on it: from then on nobody takes it back. Its
 * steps are another file's (run.ts), with all that they need and whoever begins does not.
 */
import { eq } from "drizzle-orm";
import { fromNow, MINUTE, now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import { type Id, newId } from "../../base/id.ts";
import { FENCES } from "../../fences.ts";
import { enqueue } from "../../outbox/outbox.ts";
import { account } from "../../schema.ts";
import { previewErasure } from "../erasure-preview.ts";
import { pseudonymOf } from "../pseudonym.ts";
import { NOTHING_YET, type Tally } from "./counts.ts";
import { erasure } from "./erasure.sql.ts";
import { sealPerson } from "./person.ts";
import type { Reason } from "./reason.ts";

/** When the first message should have arrived. */
const LEASE = MINUTE;

/**
 * Begins an erasure that nobody can take back: the account is `erasing`, its sessions and its work end, and a message
 * leaves for the rest. Joins the open transaction. `silently`: no certificate by mail. False when there is no such account,
 * or it is being erased already.
 */
export async function beginErasure(
  accountId: Id<"account">,
  { reason, silently = false }: { reason: Reason; silently?: boolean },
): Promise<boolean> {
  return transaction(async () => {
    const { quietAt, objectsUntil, ended } = await fenceOff(accountId);
    const [row] = await db().select().from(account).where(eq(account.id, accountId));
    if (!row) return false;
    const id = newId<"erasure">();
    const { email, locale } = row;
    const [begun] = await db()
      .insert(erasure)
      .values({
        id,
        pseudonym: pseudonymOf(accountId),
        reason,
        step: "journal",
        person: sealPerson(id, { accountId, locale, address: silently ? null : email }),
        counts: { ...NOTHING_YET, deleted: ended },
        quietAt,
        objectsUntil,
        wakeAt: fromNow(LEASE),
      })
      .onConflictDoNothing({ target: erasure.pseudonym })
      .returning({ id: erasure.id });
    if (begun) await enqueue("erase", { erasureId: id });
    return begun !== undefined;
  });
}

/** Stops what goes on. Returns until when something may still come in, and how many rows of each table ended with that. */
async function fenceOff(accountId: Id<"account">) {
  const before = await previewErasure(accountId, "en");
  let quietAt = now();
  let objectsUntil: Date | null = null;
  for (const fence of FENCES) {
    const { rows, objects } = (await fence(accountId)) ?? {};
    if (rows && rows > quietAt) quietAt = rows;
    if (objects && (!objectsUntil || objects > objectsUntil)) objectsUntil = objects;
  }
  const after = await previewErasure(accountId, "en");
  const ended = before.flatMap(({ table, rows, kept }) => {
    const gone = rows - (after.find((held) => held.table === table)?.rows ?? 0);
    return kept === undefined && gone > 0 ? [[table, gone] as const] : [];
  });
  return { quietAt, objectsUntil, ended: Object.fromEntries(ended) as Tally };
}
