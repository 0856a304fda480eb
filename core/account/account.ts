/** A person's account as the person sees it: who one is, and the right to put that right (GDPR art. 16). */
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { me } from "../base/actor.ts";
import { DAY, fromNow } from "../base/clock.ts";
import { command, Nothing, query } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { RETENTION } from "../privacy/retention.ts";
import { type AccountView, ProfileChange } from "./account.schema.ts";
import { account, emailChange } from "./account.sql.ts";

/** An account as it is shown, with the address that waits to be confirmed. One round trip. Throws `not_found`. */
export async function viewAccount(accountId: Id<"account">): Promise<AccountView> {
  const waiting = and(
    eq(emailChange.accountId, account.id),
    isNull(emailChange.confirmedAt),
    isNull(emailChange.undoneAt),
    gt(emailChange.createdAt, fromNow(-RETENTION.mailToken.days * DAY)),
  );
  const rows = await db()
    .select({ account, pendingEmail: emailChange.newEmail })
    .from(account)
    .leftJoin(emailChange, waiting)
    .where(eq(account.id, accountId))
    .orderBy(desc(emailChange.createdAt))
    .limit(1);
  const { account: row, pendingEmail } = one(rows);
  return {
    id: row.id,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    locale: row.locale,
    state: row.state,
    restricted: row.restrictedAt !== null,
    closesAt: row.closesAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    pendingEmail,
  };
}

/** The signed-in account. */
export const readAccount = query(Nothing, () => viewAccount(me()));

/** Changes names or language of the signed-in account; also while restricted, for rectification is a right. */
export const changeProfile = command(
  ProfileChange,
  async ({ firstName, lastName, locale }): Promise<AccountView> => {
    const change = {
      ...(firstName === undefined ? {} : { firstName }),
      ...(lastName === undefined ? {} : { lastName }),
      ...(locale === undefined ? {} : { locale }),
    };
    if (Object.keys(change).length > 0) await db().update(account).set(change).where(eq(account.id, me()));
    return viewAccount(me());
  },
  { whileRestricted: true },
);
