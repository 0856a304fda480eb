/** Which attempts are counted, and how: passwords, and requests that make a mail leave. */

import { connection, isKnownDevice } from "../audit/security-event.ts";
import { now } from "../base/clock.ts";
import type { Id } from "../base/id.ts";
import { admit, countAttempt, currentNetwork, forgive, keyOf, type Policy, waitFor } from "./throttle.ts";

/** Five wrong passwords are free, the 26th within 24 hours is refused (E-43). */
const PASSWORD = { free: 5, firstWaitSeconds: 5, longestWaitSeconds: 900, ceiling: 25 } as const;
const BY_ACCOUNT: Policy = { name: "password:account", ...PASSWORD };
const BY_DEVICE: Policy = { name: "password:device", ...PASSWORD };
const BY_NETWORK: Policy = { name: "password:network", ...PASSWORD };

/**
 * A mail that was asked for again and again is waited for: a flood in somebody's mailbox is not made with our help. The
 * waits alone stay below the ceiling (about 20 a day), and every request that is let through sends its mail: so nobody
 * can keep the owner of an address from his link for longer than the longest wait.
 */
const MAIL = {
  free: 3,
  firstWaitSeconds: 60,
  longestWaitSeconds: 7200,
  ceiling: 30,
  ignoresRefused: true,
} as const;
/** Many people may share a network. */
const MAILS_BY_NETWORK: Policy = {
  name: "mail:network",
  free: 50,
  firstWaitSeconds: 60,
  longestWaitSeconds: 3600,
  ceiling: 200,
  ignoresRefused: true,
};

/**
 * Of some acts the journal is told, and what it is told nobody can ever remove: each may be done in a day far more often
 * than anybody does, and no more. What is counted begins something; what ends it (signing out, lifting) is never refused,
 * for nobody can end more than was begun.
 */
export const ACTS_A_DAY = 200;
const ACTS = {
  free: ACTS_A_DAY,
  firstWaitSeconds: 3600,
  longestWaitSeconds: 3600,
  ceiling: ACTS_A_DAY,
  ignoresRefused: true,
} as const;
type Act = "sign_in" | "password" | "purge_choice";
export type MailReason =
  | "sign_up"
  | "verification"
  | "reset"
  | "email_change"
  | "restriction"
  | "lift"
  | "closing";

const deviceOf = (accountId: Id<"account">) => {
  const { ip, userAgent } = connection();
  return `${accountId} ${ip} ${userAgent}`;
};

/**
 * Counts an attempt on the password of an address, whether or not there is such an account. Returns how many seconds to
 * wait, 0 when it may be made. A device that has signed in to the account before has a count of its own, so that a
 * stranger's attempts do not lock the owner out; `ownerOf` is asked for the account only then.
 */
export async function countPasswordAttempt(
  email: string,
  ownerOf: () => Promise<Id<"account"> | undefined>,
): Promise<number> {
  const network = currentNetwork();
  const [byAccount, byNetwork] = await Promise.all([
    countAttempt(BY_ACCOUNT, email),
    network === undefined ? 0 : waitFor(BY_NETWORK, network),
  ]);
  const wait = Math.max(byAccount, byNetwork);
  const accountId = wait === 0 ? undefined : await ownerOf();
  if (accountId === undefined || !(await isKnownDevice(accountId))) return wait;
  return countAttempt(BY_DEVICE, deviceOf(accountId));
}

/** Counts a wrong password against the network that it came from. */
export async function countWrongPassword(): Promise<void> {
  const network = currentNetwork();
  if (network !== undefined) await countAttempt(BY_NETWORK, network);
}

/** The keys of the counters of attempts on an account: by its address, and from the current device. */
export const passwordAttemptKeys = (email: string, accountId: Id<"account">) =>
  [keyOf(BY_ACCOUNT, email), keyOf(BY_DEVICE, deviceOf(accountId))] as const;

/** Forgets the attempts on an account whose owner has proved himself, by the password or by a mail. */
export const forgivePasswordAttempts = (email: string, accountId: Id<"account">): Promise<void> =>
  forgive(passwordAttemptKeys(email, accountId));

const byAddress = (reason: MailReason): Policy => ({ name: `mail:${reason}`, ...MAIL });

/** Counts a request for a mail, per address and per network. Throws `rate_limited`. */
export async function admitMail(reason: MailReason, address: string): Promise<void> {
  const network = currentNetwork();
  if (network !== undefined) await admit(MAILS_BY_NETWORK, network);
  await admit(byAddress(reason), address);
}

/**
 * The same for a mail that somebody signed in sends to himself with a right of his: whoever shares his network cannot use
 * that right up. Throws `rate_limited`.
 */
export const admitOwnMail = (reason: MailReason, address: string): Promise<void> =>
  admit(byAddress(reason), address);

/** The same for a mail that nobody is told of: false when it must not leave now. */
export async function mayMail(reason: MailReason, address: string): Promise<boolean> {
  return (await countAttempt(byAddress(reason), address)) === 0;
}

const byDay = (act: Act): Policy => ({ name: `act:${act}`, ...ACTS });
const today = (accountId: Id<"account">) => `${accountId} ${now().toISOString().slice(0, 10)}`;

/** Counts an act of an account, by the day (UTC). Throws `rate_limited`. */
export const admitAct = (act: Act, accountId: Id<"account">): Promise<void> =>
  admit(byDay(act), today(accountId));

/** Forgets today's sign-ins of an account whose password somebody else knew: its owner is not shut out by them. */
export const forgiveSignIns = (accountId: Id<"account">): Promise<void> =>
  forgive([keyOf(byDay("sign_in"), today(accountId))]);
