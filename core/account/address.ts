/**
 * Whose an address is. On a restored database an account may stand under the pseudonym of its address (move-again.ts), the
 * address itself being in no journal: it has it again as soon as somebody says it, to sign in or to be sent a link.
 */
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { db, eraserWithin, prepared, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { account, accountToken, emailChange } from "./account.sql.ts";
import { lockAccount } from "./lock-account.ts";
import { removeUnverified } from "./unverified.ts";

type Row = typeof account.$inferSelect;
type Holder = { id: Id<"account">; locale: Locale; state: Row["state"] };

const NOWHERE = "@unsaid.invalid";
/** What stands for an address of which only the pseudonym is known. No mail gets there (RFC 2606, section 2). */
export const standInFor = (pseudonym: string): string => `${pseudonym.replaceAll("-", "")}${NOWHERE}`;
export const isStandIn = (email: string): boolean => email.endsWith(NOWHERE);

const standInOf = (email: string) => standInFor(pseudonymOf(email));

/**
 * The account that an address belongs to. An address that an account has left stays its own as long as the change can
 * be undone; otherwise somebody could take it meanwhile.
 */
export async function holderOf(email: string): Promise<Holder | undefined> {
  const columns = { id: account.id, locale: account.locale, state: account.state };
  const names = [email, standInOf(email)];
  const present = await db()
    .select({ ...columns, email: account.email })
    .from(account)
    .where(inArray(account.email, names));
  const holder = present.find((row) => row.email !== email) ?? present[0];
  if (holder) return holder;
  const undoable = and(
    eq(accountToken.emailChangeId, emailChange.id),
    eq(accountToken.purpose, "email_undo"),
    gt(accountToken.expiresAt, now()),
  );
  const [former] = await db()
    .select(columns)
    .from(emailChange)
    .innerJoin(accountToken, undoable)
    .innerJoin(account, eq(account.id, emailChange.accountId))
    .where(eq(emailChange.oldEmail, email))
    .limit(1);
  return former;
}

const byNames = prepared(() =>
  db()
    .select()
    .from(account)
    .where(inArray(account.email, [sql.placeholder("email"), sql.placeholder("standIn")]))
    .prepare("account_by_address"),
);

/** The account of an address that somebody says, which it has again if it stood under the pseudonym. One round trip otherwise. */
export async function accountAt(email: string): Promise<Row | undefined> {
  const standIn = standInOf(email);
  const rows = await byNames().execute({ email, standIn });
  const unsaid = rows.find((row) => row.email === standIn);
  if (unsaid && (await giveBack(unsaid.id, email))) return { ...unsaid, email };
  return rows.find((row) => row.email === email);
}

/** A sign-up that never confirmed the address makes way. False while somebody else has it. */
const giveBack = (accountId: Id<"account">, email: string): Promise<boolean> =>
  transaction(async () => {
    const standIn = standInOf(email);
    await lockAccount(eq(account.id, accountId));
    const [holder] = await db().select({ id: account.id }).from(account).where(eq(account.email, email));
    const another = holder !== undefined && holder.id !== accountId;
    if (another && (await eraserWithin(() => removeUnverified([holder.id]))) === 0) return false;
    const mine = and(eq(account.id, accountId), eq(account.email, standIn));
    await db().update(account).set({ email }).where(mine);
    const changes = and(eq(emailChange.accountId, accountId), eq(emailChange.newEmail, standIn));
    await db().update(emailChange).set({ newEmail: email }).where(changes);
    return true;
  });
