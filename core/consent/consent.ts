/**
 * Consents (GDPR art. 4(11), 6(1)(a) and 7): marketing, analytics, personalization. Each is off until it is given, stands
 * for itself, and is as easily taken back as given, at any time: also while processing is restricted or the account is
 * closing. What was chosen is only ever added to.
 */
import { and, desc, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { currentActor, me, requestFacts } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { procedure, query, refuseRestricted } from "../base/command.ts";
import { db, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { cutPage, PageQuery, readCursor } from "../base/page.ts";
import { together } from "../base/together.ts";
import { admit, type Policy } from "../session/throttle.ts";
import { give, withdraw } from "./change.ts";
import {
  CONSENT_PURPOSES,
  ConsentChoice,
  type ConsentEventView,
  type ConsentPage,
  type ConsentPurpose,
  type ConsentView,
  type NoticeView,
} from "./consent.schema.ts";
import { consentEvent } from "./consent.sql.ts";
import { type ConsentEvent, isConsent } from "./gate.ts";
import { currentNotice, noticeHash } from "./notices.ts";

type PageAsked = v.InferOutput<typeof PageQuery>;
/** The first page. */
const FIRST: PageAsked = v.parse(PageQuery, {});

/** The three consents of the signed-in account, and a page of their history, newest first. One round trip. */
export const readConsents = query(
  PageQuery,
  async (asked): Promise<ConsentPage> => viewConsents(await together(selectConsents(asked)), asked),
);

/** What the page is made of, to be read alone or with other things. */
export const selectConsents = (asked = FIRST) => ({
  lastChoices: lastChoices(),
  choices: choices(asked),
});
type Choices = Awaited<ReturnType<typeof together<ReturnType<typeof selectConsents>>>>;

function choices({ cursor, limit }: PageAsked) {
  const after = readCursor(cursor);
  return db()
    .select()
    .from(consentEvent)
    .where(
      and(
        eq(consentEvent.accountId, me()),
        after
          ? sql`(${consentEvent.createdAt}, ${consentEvent.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(consentEvent.createdAt), desc(consentEvent.id))
    .limit(Number(limit) + 1);
}

/** The page of it. */
export function viewConsents({ lastChoices: last, choices: rows }: Choices, { limit } = FIRST): ConsentPage {
  const page = cutPage(rows, Number(limit));
  const consents = CONSENT_PURPOSES.map((purpose) =>
    viewConsent(
      purpose,
      last.find((choice) => choice.purpose === purpose),
    ),
  );
  return { consents, history: { items: page.rows.map(viewEvent), next: page.next } };
}

const lastChoices = () =>
  db()
    .selectDistinctOn([consentEvent.purpose])
    .from(consentEvent)
    .where(eq(consentEvent.accountId, me()))
    .orderBy(consentEvent.purpose, desc(consentEvent.number));

/** Proofs cannot be removed again, so nobody may pile them up: more than a person changes his mind in a day. */
export const GIVEN_A_DAY = 30;
const GIVEN: Policy = {
  name: "consent",
  free: GIVEN_A_DAY,
  firstWaitSeconds: 3600,
  longestWaitSeconds: 3600,
  ceiling: GIVEN_A_DAY,
  ignoresRefused: true,
};

/**
 * Gives or takes back one consent. A no is never refused. Throws for a yes: `notice_changed` to other words than those
 * shown now, `account_restricted` or `account_closing` at such a time, `rate_limited` beyond all sense.
 */
export const setConsent = procedure(
  ConsentChoice,
  async (choice): Promise<ConsentView> => {
    const { purpose, method } = choice;
    if (!choice.given) return viewConsent(purpose, await transaction(() => withdraw(me(), purpose, method)));
    refuseRestricted();
    if (choice.noticeVersion !== currentNotice(purpose).version) throw new AppError("notice_changed");
    await admit(GIVEN, `${me()} ${now().toISOString().slice(0, 10)}`);
    const yes = { method, locale: choice.noticeLocale };
    return viewConsent(purpose, await transaction(() => give(me(), purpose, yes)));
  },
  { whileRestricted: true, whileClosing: true },
);

function viewConsent(purpose: ConsentPurpose, last: ConsentEvent | undefined): ConsentView {
  const counts = isConsent(last);
  const given = last?.event === "given";
  const state = counts ? (isPaused() ? "paused" : "on") : given ? "outdated" : "off";
  return {
    purpose,
    given: counts,
    state,
    since: last?.createdAt.toISOString() ?? null,
    notice: viewNotice(purpose),
  };
}

function isPaused(): boolean {
  const actor = currentActor();
  return actor.type === "account" && (actor.restricted || actor.closing);
}

function viewNotice(purpose: ConsentPurpose): NoticeView {
  const { locale } = requestFacts();
  const notice = currentNotice(purpose);
  const { title, paragraphs } = notice.words[locale];
  return {
    version: notice.version,
    locale,
    title,
    paragraphs: [...paragraphs],
    hash: noticeHash(notice, locale),
  };
}

const viewEvent = (row: ConsentEvent): ConsentEventView => ({
  id: row.id,
  purpose: row.purpose,
  event: row.event,
  method: row.method,
  noticeVersion: row.noticeVersion,
  locale: row.locale,
  createdAt: row.createdAt.toISOString(),
});
