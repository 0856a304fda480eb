/**
 * Opening an account. The answer is the same whether or not the address has one, and so is the work: one hash, one
 * transaction, one mail. An address that was never confirmed can be signed up again: the last sign-up counts and the
 * links of the earlier ones are void, so that a link confirms the very sign-up that it was sent for.
 */
import { and, eq, sql } from "drizzle-orm";
import { record } from "../audit/security-event.ts";
import { now } from "../base/clock.ts";
import { command, procedure } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { issueWelcomeCredits } from "../credit/credit.ts";
import { queueMail } from "../mail/mail.ts";
import { admitMail, mayMail } from "../session/attempts.ts";
import { hashPassword } from "../session/password.ts";
import { refuseWeakPassword } from "../session/password-rules.ts";
import { SignUp, TokenOnly } from "./account.schema.ts";
import { account } from "./account.sql.ts";
import { holderOf } from "./address.ts";
import { issueToken, useToken, voidTokens } from "./token.ts";

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
    await queueMail({ accountId: id, template: "already_registered", address: person.email, locale });
    return;
  }
  await voidTokens(opened.id, ["verify", "reset"]);
  await sendLink(opened.id, person);
  await record("signed_up", { accountId: opened.id });
}

/** Undefined when the address has been confirmed meanwhile. */
async function upsert(person: NewAccount): Promise<{ id: Id<"account"> } | undefined> {
  const [row] = await db()
    .insert(account)
    .values({ ...person, state: "unverified" })
    .onConflictDoUpdate({
      target: account.email,
      set: { ...person, createdAt: now() },
      setWhere: sql`${account.state} = 'unverified'`,
    })
    .returning({ id: account.id });
  return row;
}

async function sendLink(
  accountId: Id<"account">,
  { email, locale }: { email: string; locale: Locale },
): Promise<void> {
  const tokenId = await issueToken(accountId, "verify");
  await queueMail({ accountId, template: "verify_email", address: email, locale, tokenId });
}

/** Sends another link to somebody who has the password but not confirmed the address; quietly not too often. */
export async function sendAnotherLink(
  accountId: Id<"account">,
  person: { email: string; locale: Locale },
): Promise<void> {
  if (await mayMail("verification", person.email)) await transaction(() => sendLink(accountId, person));
}

/** Confirms an address by the link from the mail. Returns it. Throws `token_invalid` or `token_expired`. */
export const verifyAccount = command(
  TokenOnly,
  async ({ token }): Promise<{ email: string }> => {
    const { accountId } = await useToken(token, "verify");
    await activate(accountId);
    await voidTokens(accountId, ["verify"]);
    const rows = await db().select({ email: account.email }).from(account).where(eq(account.id, accountId));
    return one(rows);
  },
  { whileRestricted: true, whileClosing: true },
);

/** Makes an unconfirmed account active, with its welcome credits. Expects an open transaction; does nothing twice. */
export async function activate(accountId: Id<"account">): Promise<void> {
  const unverified = and(eq(account.id, accountId), eq(account.state, "unverified"));
  const [activated] = await db()
    .update(account)
    .set({ state: "active", verifiedAt: now() })
    .where(unverified)
    .returning({ id: account.id });
  if (!activated) return;
  await issueWelcomeCredits(accountId);
  await record("email_verified", { accountId });
}
