/**
 * Opening an account. The answer is the same whether or not the address has one, and so is the work: one hash, one
 * transaction, one mail. An address that was never confirmed can be signed up again, by anybody: each link holds the
 * sign-up that it was sent for, and the one that is followed confirms that password and those names. The others are void
 * from then on. Until then the account's row shows the last sign-up.
 */
import { and, eq, sql } from "drizzle-orm";
import { record } from "../audit/security-event.ts";
import { now } from "../base/clock.ts";
import { command, procedure } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { issueWelcomeCredits } from "../credit/credit.ts";
import { queueMail } from "../mail/mail.ts";
import { noteShownAtSignUp } from "../privacy/policy/seen.ts";
import { admitMail, mayMail } from "../session/attempts.ts";
import { hashPassword } from "../session/password.ts";
import { refuseWeakPassword } from "../session/password-rules.ts";
import { SignUp, TokenOnly } from "./account.schema.ts";
import { account } from "./account.sql.ts";
import { holderOf } from "./address.ts";
import { issueToken, useToken, voidTokens } from "./token.ts";

type Row = typeof account.$inferSelect;
type NewAccount = Pick<
  typeof account.$inferInsert,
  "firstName" | "lastName" | "email" | "locale" | "passwordHash"
>;

/** Opens an account and sends the link that confirms it. Throws `invalid_input` (weak password) or `rate_limited`. */
export const signUp = procedure(
  SignUp,
  async ({ password, ...person }): Promise<void> => {
    await refuseWeakPassword(password, person, "password");
    await admitMail("sign_up", person.email);
    const passwordHash = await hashPassword(password);
    await transaction(() => open({ ...person, passwordHash }));
  },
  { whileRestricted: true, whileClosing: true },
);

async function open(person: NewAccount): Promise<void> {
  const holder = await holderOf(person.email);
  const opened = holder && holder.state !== "unverified" ? undefined : await upsert(person);
  if (!opened) {
    const { id, locale } =
      holder ?? one(await db().select().from(account).where(eq(account.email, person.email)));
    const template = holder?.state === "erasing" ? "being_erased" : "already_registered";
    await queueMail({ accountId: id, template, address: person.email, locale });
    return;
  }
  await sendLink(opened);
  await record("signed_up", { accountId: opened.id });
}

/** Undefined when the address has been confirmed meanwhile. */
async function upsert(person: NewAccount): Promise<Row | undefined> {
  const [row] = await db()
    .insert(account)
    .values({ ...person, state: "unverified" })
    .onConflictDoUpdate({
      target: account.email,
      set: { ...person, createdAt: now() },
      setWhere: sql`${account.state} = 'unverified'`,
    })
    .returning();
  return row;
}

/** `row`: an unconfirmed account as one sign-up has left it, whose link this will be. */
async function sendLink(row: Row): Promise<void> {
  const { id: accountId, email: address, firstName, lastName, locale, passwordHash } = row;
  const signUp = { signedUpAt: row.createdAt, firstName, lastName, locale, passwordHash };
  const tokenId = await issueToken(accountId, "verify", signUp);
  await queueMail({ accountId, template: "verify_email", address, locale, tokenId });
}

/** Sends another link to somebody who has the password but not confirmed the address; quietly not too often. */
export async function sendAnotherLink(row: Row): Promise<void> {
  if (await mayMail("verification", row.email)) await transaction(() => sendLink(row));
}

/** Confirms an address by the link from the mail. Returns it. Throws `token_invalid` or `token_expired`. */
export const verifyAccount = command(
  TokenOnly,
  async ({ token }): Promise<{ email: string }> => {
    const { accountId, firstName, lastName, locale, passwordHash } = await useToken(token, "verify");
    // A link of before links held their sign-up confirms the account as it is.
    const isBound = firstName !== null && lastName !== null && locale !== null && passwordHash !== null;
    await activate(accountId, isBound ? { firstName, lastName, locale, passwordHash } : {});
    const rows = await db().select({ email: account.email }).from(account).where(eq(account.id, accountId));
    return one(rows);
  },
  { whileRestricted: true, whileClosing: true },
);

/**
 * Makes an unconfirmed account active, with its welcome credits, as the sign-up that is confirmed wanted it; others that
 * wait for the address are void. Expects an open transaction that has locked the account; does nothing twice.
 */
export async function activate(
  accountId: Id<"account">,
  signUp: Partial<Omit<NewAccount, "email">> = {},
): Promise<void> {
  const unverified = and(eq(account.id, accountId), eq(account.state, "unverified"));
  const [activated] = await db()
    .update(account)
    .set({ ...signUp, state: "active", verifiedAt: now() })
    .where(unverified)
    .returning({ signedUpAt: account.createdAt });
  if (!activated) return;
  await noteShownAtSignUp(accountId, activated.signedUpAt);
  await voidTokens(accountId, ["verify"]);
  await issueWelcomeCredits(accountId);
  await record("email_verified", { accountId });
}
