/**
 * Single-use links in mails. The token is derived from the id of its row under a key of the configuration, so that it is
 * stored nowhere and can be written into the mail when that leaves; the row holds its SHA-256.
 */
import { and, eq, inArray } from "drizzle-orm";
import { DAY, fromNow, HOUR, now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { type Id, newId } from "../base/id.ts";
import { keyedHash, tokenHash } from "../base/secret.ts";
import { RETENTION } from "../privacy/retention.ts";
import { account, accountToken } from "./account.sql.ts";
import { lockAccount } from "./lock-account.ts";

export type TokenRow = typeof accountToken.$inferSelect;
export type TokenPurpose = TokenRow["purpose"];

const LIFETIME: Record<TokenPurpose, number> = {
  verify: RETENTION.mailToken.days * DAY,
  /** OWASP Forgot Password Cheat Sheet: short; another one is a click away. */
  reset: HOUR,
  email_confirm: RETENTION.mailToken.days * DAY,
  email_undo: RETENTION.emailUndo.hours * HOUR,
};

/** Everything that a link may be for. */
export const TOKEN_PURPOSES = Object.keys(LIFETIME) as readonly TokenPurpose[];

/** The token of a row: 256 bits that nobody without the key can guess. */
export const tokenOf = (id: Id<"account_token">): string => keyedHash("mail-token", id);

/** What following the link puts into effect, where that is not the account as it is then; and an end of its own. */
type Bound = Partial<
  Pick<
    TokenRow,
    "emailChangeId" | "expiresAt" | "signedUpAt" | "firstName" | "lastName" | "locale" | "passwordHash"
  >
>;

/** Makes a token and returns the id of its row, for the mail. */
export async function issueToken(
  accountId: Id<"account">,
  purpose: TokenPurpose,
  bound: Bound = {},
): Promise<Id<"account_token">> {
  const id = newId<"account_token">();
  await db()
    .insert(accountToken)
    .values({
      expiresAt: fromNow(LIFETIME[purpose]),
      ...bound,
      id,
      accountId,
      purpose,
      tokenHash: tokenHash(tokenOf(id)),
    });
  return id;
}

const named = (token: string, purpose: TokenPurpose) =>
  and(eq(accountToken.tokenHash, tokenHash(token)), eq(accountToken.purpose, purpose));

/** The row of a token, which stays good. Throws `token_invalid` or `token_expired`. */
export async function readToken(token: string, purpose: TokenPurpose): Promise<TokenRow> {
  const [row] = await db().select().from(accountToken).where(named(token, purpose));
  if (!row) throw new AppError("token_invalid");
  if (row.expiresAt <= now()) throw new AppError("token_expired");
  return row;
}

/**
 * Uses a token up, with its account locked from here on; of two that try one succeeds. Expects an open transaction. Throws
 * `token_invalid` or `token_expired`.
 */
export async function useToken(token: string, purpose: TokenPurpose): Promise<TokenRow> {
  const { id, accountId } = await readToken(token, purpose);
  await lockAccount(eq(account.id, accountId));
  const [used] = await db().delete(accountToken).where(eq(accountToken.id, id)).returning();
  if (!used) throw new AppError("token_invalid");
  return used;
}

/** Makes the links of an account for these purposes worthless. */
export async function voidTokens(accountId: Id<"account">, purposes: readonly TokenPurpose[]): Promise<void> {
  await db()
    .delete(accountToken)
    .where(and(eq(accountToken.accountId, accountId), inArray(accountToken.purpose, [...purposes])));
}
