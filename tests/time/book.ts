/**
 * The machine's own book: what everybody did and what must have come of it, by the policy and not by the code. The
 * service is never asked whether it is right; it is compared with this.
 */

import type { Locale } from "../../core/base/locale.ts";
import type { ConsentPurpose } from "../../core/consent/consent.schema.ts";
import { DAY, GRACE, HOUR, PROMISES, plus, SECOND, startOfDay, yearsLater } from "./calendar.ts";

/** A row of content: a generation, or a file that was uploaded or made. */
export type Content = {
  id: string;
  owner: Life;
  kind: "generation" | "media";
  createdAt: Date;
  /** The generation that made it. */
  madeBy?: string;
  /** When its owner threw it away; it may be taken back for an hour. */
  trashedAt?: Date;
  /** Its owner was not shown it yet: sealed, or refused at the door of a closing account. */
  unseen?: true;
  /** When an upload was announced that never came: it is kept for a day. */
  abandonedAt?: Date;
};

export type Copy = { id: string; askedAt: Date; readyAt?: Date };

/** What a person is to the service. */
export type Standing = "stranger" | "unconfirmed" | "active" | "closing" | "erased";

/** One person, as the book knows it. */
export type Life = {
  name: string;
  locale: Locale;
  standing: Standing;
  accountId: string;
  email: string;
  /** Every address that ever was this person's. */
  addresses: string[];
  /** The last sign-up that was not confirmed. */
  signedUpAt?: Date;
  confirmedAt?: Date;
  lastSignInAt?: Date;
  session?: { token: string; until: Date };
  restricted?: { purge: "keep" | "as_usual" };
  /** Content that was held back until then is gone a day later. */
  liftedAt?: Date;
  consents: Set<ConsentPurpose>;
  /** How many choices are on record. */
  choices: number;
  credits: { available: number; spent: number };
  content: Map<string, Content>;
  copies: Map<string, Copy>;
  directives: number;
  addressChange?: { from: string; undoUntil: Date };
  closesAt?: Date;
  /** The thirty days were waived. */
  waived?: true;
  /** A result that came while processing was restricted. */
  sealed?: { id: string; credits: number };
  /** Until when the lifting that was announced last can be confirmed: meanwhile it is not announced again. */
  announcedUntil?: Date;
  /** An announcement to lift the restriction that will not be confirmed in time. */
  lapsing?: { until: Date; body: unknown };
  erasedAt?: Date;
  /** Since the last evening. */
  justErased?: true;
  justReminded?: true;
  reason?: "closing" | "erase_now" | "idle";
  /** Keys of all objects that ever were this person's. */
  keys: Set<string>;
  /** Letters that were sent and have not come yet. */
  expected: string[];
  /** The letter that everybody gets once. */
  hadTheLetter?: true;
  /** Days before the end for which a reminder has come since the last sign-in. */
  reminded: Set<number>;
};

/** A person of whom nothing is known yet. */
export const stranger = (name: string, email: string, locale: Locale): Life => ({
  name,
  locale,
  standing: "stranger",
  accountId: "",
  email,
  addresses: [email],
  consents: new Set(),
  choices: 0,
  credits: { available: 0, spent: 0 },
  content: new Map(),
  copies: new Map(),
  directives: 0,
  reminded: new Set(),
  keys: new Set(),
  expected: [],
});

/** Whether the law's own end of a row of content has come, without its grace. */
export function contentEnds(content: Content): Date {
  return yearsLater(content.createdAt, PROMISES.contentYears);
}

/** Whether a person's content and account outlive their periods, because they were asked to be kept while restricted. */
export const isHeld = ({ restricted }: Life): boolean => restricted?.purge === "keep";

/** Whether a row of content has to be there at an instant: its owner has a right to it. */
export function mustBeThere(content: Content, at: Date): boolean {
  const { owner, trashedAt, abandonedAt, unseen } = content;
  if (trashedAt || abandonedAt || unseen) return false;
  if (owner.standing === "erased") return false;
  return at < contentEnds(content) || isHeld(owner);
}

/** Whether a row of content must be gone at an instant. */
export function mustBeGone(content: Content, at: Date): boolean {
  const { owner, trashedAt, abandonedAt } = content;
  if (owner.standing === "erased") return true;
  if (abandonedAt && at >= plus(abandonedAt, DAY + GRACE)) return true;
  if (trashedAt && at >= plus(trashedAt, HOUR + GRACE)) return true;
  if (isHeld(owner)) return false;
  const end = Math.max(contentEnds(content).getTime(), owner.liftedAt?.getTime() ?? 0);
  return at.getTime() >= end + GRACE;
}

/** When an account that nobody signs in to comes to its end. */
export function idleEnd({ lastSignInAt, signedUpAt }: Life): Date | undefined {
  const from = lastSignInAt ?? signedUpAt;
  return from && yearsLater(from, PROMISES.idleYears);
}

/** Whether product mail may reach a person now. */
export const wantsLetters = ({ standing, restricted, consents }: Life): boolean =>
  standing === "active" && !restricted && consents.has("marketing");

/** A line of the security log that the machine caused. */
export type LogLine = { at: Date; kind: string };

/** A link of the journal, as it lies in its bucket. */
export type Link = {
  sequence: number;
  previous: string;
  hash: string;
  entries: { entry: { kind: string } }[];
};

export type Book = {
  lives: Life[];
  /** Oldest first. */
  log: LogLine[];
  /** Rows of content that are gone for good and must not come back. */
  gone: Set<string>;
  /** Links of the journal that were read, by their keys. */
  journal: Map<string, Link>;
  /** Lines of the books that the law keeps, and when their financial year ends. */
  purchases: Map<string, Date>;
  /** How many mails have been read. */
  mailsRead: number;
};

/** An empty book. */
export const openBook = (): Book => ({
  lives: [],
  log: [],
  gone: new Set(),
  journal: new Map(),
  purchases: new Map(),
  mailsRead: 0,
});

/** Whether a line of the log has to be there still. */
export const logMustStay = ({ at }: LogLine, now: Date): boolean => now < yearsLater(at, PROMISES.logYears);

/**
 * Whether a line must be gone. Whole days go: one whose last hour is a year old, on the day that then begins. (What was
 * written on 28 February before a leap year goes on 1 March, since the day after it has no anniversary before.)
 */
export const logMustBeGone = (at: Date, now: Date): boolean =>
  now >= plus(yearsLater(plus(startOfDay(at), DAY), PROMISES.logYears), DAY - SECOND);
