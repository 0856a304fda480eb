/**
 * What may be done with somebody's data as the account stands now. Restriction (GDPR art. 18) leaves storage, the law's
 * own duties and what the person asks for; closing (art. 17) leaves the same. Both hold irrespective of consents, which
 * are remembered and take effect again afterwards.
 */
import { eq } from "drizzle-orm";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { account } from "./account.sql.ts";

/** The account is as usual, restricted, or being closed (which weighs more than a restriction). */
export type Standing = "open" | "restricted" | "closing";

/** For what a processing may ask; false where restriction and closing stop it. */
const GOES_ON = {
  marketing: false,
  analytics: false,
  personalization: false,
  generation: false,
  security: true,
  orders: true,
  legal: true,
} as const satisfies Record<string, boolean>;
export type Processing = keyof typeof GOES_ON;

const standingOf = (row: Pick<typeof account.$inferSelect, "state" | "restrictedAt">): Standing =>
  row.state === "closing" || row.state === "erasing"
    ? "closing"
    : row.restrictedAt !== null
      ? "restricted"
      : "open";

const columns = { state: account.state, restrictedAt: account.restrictedAt };

/**
 * How an account stands, which then does not change until the end of the transaction. Whoever locks a generation as well
 * locks that first. Throws `not_found`.
 */
export async function lockStanding(accountId: Id<"account">): Promise<Standing> {
  const rows = db().select(columns).from(account).where(eq(account.id, accountId));
  return standingOf(one(await rows.for("no key update")));
}

/** Throws `account_closing` or `account_restricted` unless the account is as usual; locks it as `lockStanding` does. */
export async function refuseUnlessOpen(accountId: Id<"account">): Promise<void> {
  const standing = await lockStanding(accountId);
  if (standing !== "open")
    throw new AppError(standing === "closing" ? "account_closing" : "account_restricted");
}

/**
 * Throws `account_closing` once the account is being closed or erased, whoever was let in before; locks it as
 * `lockStanding` does.
 */
export async function refuseClosing(accountId: Id<"account">): Promise<void> {
  if ((await lockStanding(accountId)) === "closing") throw new AppError("account_closing");
}

/** Whether a processing may go on as the account stands; a consent that it needs is asked for besides. */
export async function mayProcess(accountId: Id<"account">, processing: Processing): Promise<boolean> {
  if (GOES_ON[processing]) return true;
  const [row] = await db().select(columns).from(account).where(eq(account.id, accountId));
  return row !== undefined && standingOf(row) === "open";
}
