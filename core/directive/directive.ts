/**
 * Directives for after death (art. 85 of the French data protection act, policy 07): for each kind of data keep, erase or
 * hand over, and who sees to it. Given by a consent of their own, never by accepting terms. Every version is a row that
 * nobody changes, with a receipt; the executor's name is another person's, so it stands apart and goes with the version
 * that named him.
 */
import { and, count, desc, eq, gt } from "drizzle-orm";
import { me, requestFacts } from "../base/actor.ts";
import { DAY, fromNow } from "../base/clock.ts";
import { command, Nothing, query } from "../base/command.ts";
import { db, isDuplicate, one, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { LEGAL_ENTITY } from "../base/legal-entity.ts";
import { keyedHash } from "../base/secret.ts";
import { together } from "../base/together.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import {
  DirectiveId,
  type DirectiveReceipt,
  DirectiveRequest,
  type DirectiveView,
  type Executor,
} from "./directive.schema.ts";
import { directive, directiveExecutor } from "./directive.sql.ts";
import { NOTICE_VERSION, noticeOf, noticeSha256 } from "./notice.ts";

type Row = typeof directive.$inferSelect;
type AccountId = Id<"account">;

/** Versions that one account can write in 24 hours, and how many of them are shown. */
const PER_DAY = 20;
const SHOWN = 100;

/** The directives of the signed-in account, the notice that a consent is given to, and all versions. */
export const readDirective = query(Nothing, view);

async function view(): Promise<DirectiveView> {
  return viewDirective(await together(selectDirective()));
}

/** What the view is made of, to be read alone or with other things. */
export const selectDirective = () => ({
  versions: versionsOf(me()),
  executors: db().select().from(directiveExecutor).where(eq(directiveExecutor.accountId, me())),
});
type Directive = Awaited<ReturnType<typeof together<ReturnType<typeof selectDirective>>>>;

/** The view of it. */
export function viewDirective({ versions: rows, executors }: Directive): DirectiveView {
  const { locale } = requestFacts();
  const [last] = rows;
  return {
    current: last?.event === "given" ? currentOf(last, executors) : null,
    notice: { version: NOTICE_VERSION, locale, paragraphs: [...noticeOf(NOTICE_VERSION, locale)] },
    versions: rows.map(({ id, version, event, createdAt }) => ({
      id,
      version,
      event,
      at: createdAt.toISOString(),
    })),
  };
}

const versionsOf = (accountId: AccountId) =>
  db()
    .select()
    .from(directive)
    .where(eq(directive.accountId, accountId))
    .orderBy(desc(directive.version))
    .limit(SHOWN);

function currentOf(row: Row, executors: Directive["executors"]): DirectiveView["current"] {
  const executor = executors.find(({ directiveId }) => directiveId === row.id);
  const { id, version, createdAt } = row;
  const choices = choicesOf(row);
  if (!choices) throw new Error("a directive in force without choices");
  return {
    id,
    version,
    at: createdAt.toISOString(),
    choices,
    executor: executor ? { name: executor.name, email: executor.email } : null,
  };
}

const choicesOf = ({ creations, account, creditHistory }: Row) =>
  creations && account && creditHistory ? { creations, account, creditHistory } : null;

/**
 * Lays directives down, in place of earlier ones. Throws `invalid_input` when something is to be handed over and nobody is
 * named to whom, `conflict` when the notice is another one than the person has seen, or when another version came in
 * meanwhile, and `rate_limited` after 20 versions in a day.
 */
export const giveDirective = command(
  DirectiveRequest,
  async ({ choices, executor, noticeVersion, noticeLocale }): Promise<DirectiveView> => {
    if (noticeVersion !== NOTICE_VERSION) throw new AppError("conflict");
    if (Object.values(choices).includes("hand_over") && !executor)
      throw new AppError("invalid_input", { fields: [{ path: "executor", rule: "required" }] });
    const executorDigest = executor ? digestOf(executor) : null;
    await refuseTooMany();
    const [last] = await versionsOf(me());
    const { id } = await append(me(), last, {
      event: "given",
      ...choices,
      executorDigest,
      noticeVersion,
      locale: noticeLocale,
    });
    if (executor)
      await db()
        .insert(directiveExecutor)
        .values({ accountId: me(), directiveId: id, ...executor });
    return view();
  },
);

/** Revokes the directives in force and forgets whom they named. Throws `conflict` when there are none. */
export const revokeDirective = command(
  Nothing,
  async (): Promise<DirectiveView> => {
    const [last] = await versionsOf(me());
    if (last?.event !== "given") throw new AppError("conflict");
    await revoke(me(), last);
    return view();
  },
  { whileRestricted: true, whileClosing: true },
);

/** It names the notice of the consent that it takes back. */
const revoke = (accountId: AccountId, last: Row, at?: Date): Promise<Row> =>
  append(accountId, last, {
    event: "revoked",
    noticeVersion: last.noticeVersion,
    locale: last.locale,
    ...(at ? { createdAt: at } : {}),
  });

/**
 * Revokes again, on a restored database, what was in force until `at`. Whatever took its place is lost with the later life
 * of the database, and the choices of before must not stand in for it.
 */
export const revokeAgain = (accountId: AccountId, at: Date): Promise<void> =>
  transaction(async () => {
    const [last] = await versionsOf(accountId);
    if (last?.event === "given" && last.createdAt <= at) await revoke(accountId, last, at);
  });

type Version = Pick<Row, "event" | "noticeVersion" | "locale"> &
  Partial<Pick<Row, "creations" | "account" | "creditHistory" | "executorDigest" | "createdAt">>;

/** Writes the version after `last`, whose executor goes; the journal is told that it ends. Of two at once one wins. */
async function append(accountId: AccountId, last: Row | undefined, version: Version): Promise<Row> {
  await db().delete(directiveExecutor).where(eq(directiveExecutor.accountId, accountId));
  if (last?.event === "given")
    await writeJournal({ kind: "directive_ended", subject: pseudonymOf(accountId) });
  const values = { accountId, version: (last?.version ?? 0) + 1, ...version };
  try {
    return one(await db().insert(directive).values(values).returning());
  } catch (error) {
    if (isDuplicate(error)) throw new AppError("conflict", {}, { cause: error });
    throw error;
  }
}

async function refuseTooMany(): Promise<void> {
  const recent = and(eq(directive.accountId, me()), gt(directive.createdAt, fromNow(-DAY)));
  const { rows } = one(await db().select({ rows: count() }).from(directive).where(recent));
  if (rows >= PER_DAY) throw new AppError("rate_limited", { retryAfterSeconds: DAY / 1000 });
}

const digestOf = ({ name, email }: Executor): string =>
  keyedHash("directive-executor", JSON.stringify([me(), name, email]));

/** The receipt of one version of the signed-in account. Throws `not_found`. */
export const readReceipt = query(DirectiveId, async ({ id }): Promise<DirectiveReceipt> => {
  const mine = and(eq(directive.id, id), eq(directive.accountId, me()));
  return receiptOf(one(await db().select().from(directive).where(mine)));
});

/** The same row gives the same receipt: the seal proves that it is ours and whole. */
function receiptOf(row: Row): DirectiveReceipt {
  const receipt = {
    schemaVersion: "1",
    recordId: row.id,
    version: row.version,
    subject: keyedHash("directive-subject", row.accountId),
    controller: `${LEGAL_ENTITY.name} ${LEGAL_ENTITY.form}, SIREN ${LEGAL_ENTITY.siren}`,
    purpose: "directives_after_death",
    legalBasis: "loi 78-17, art. 85",
    event: row.event,
    at: row.createdAt.toISOString(),
    choices: choicesOf(row),
    executorDigest: row.executorDigest,
    noticeVersion: row.noticeVersion,
    noticeSha256: noticeSha256(row.noticeVersion, row.locale),
    language: row.locale,
    method: "checkbox_and_button",
  } as const;
  return { ...receipt, seal: keyedHash("directive-receipt", JSON.stringify(receipt)) };
}
