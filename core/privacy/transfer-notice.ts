/**
 * The notice of the transfer: before somebody's first piece of work leaves, its person has been told who receives it,
 * where and under what protection, and has said so (GDPR art. 13(1)(f); policy 05). Being told is no consent: the
 * transfer rests on the standard clauses (art. 46), and nobody is asked to waive them. Another recipient, country or kind
 * of protection is another notice, which is acknowledged anew.
 */
import { and, eq } from "drizzle-orm";
import { me, requestFacts } from "../base/actor.ts";
import { command, Nothing, query } from "../base/command.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Locale } from "../base/locale.ts";
import { PROCESSORS, recordOf } from "../base/processor.ts";
import { recipientsOf } from "./recipients.ts";
import { safeguardsIn } from "./safeguards.ts";
import { type TransferNotice, TransferNoticeRead } from "./transfer-notice.schema.ts";
import { transferNotice } from "./transfer-notice.sql.ts";
import { LEAVING, type NoticeWords, STAYING, WORDS_DAY } from "./transfer-notice-words.ts";

/** The version that is shown now, for example "2026-11-30 minimax-CN agreement clauses assessment". */
export function noticeVersion(): string {
  const outside = recipientsOf(config).filter(({ id }) => PROCESSORS[id].outsideUnion);
  const facts = outside.flatMap(({ id }) => [
    `${id}-${PROCESSORS[id].country}`,
    ...Object.keys(recordOf(id)).sort(),
  ]);
  return [WORDS_DAY, ...(facts.length > 0 ? facts : ["stand-in"])].join(" ");
}

function noticeWords(locale: Locale): NoticeWords {
  const outside = safeguardsIn(locale);
  if (outside.length === 0) return STAYING[locale];
  const who = outside.map(({ processor }) => `${processor.name} (${processor.countryName})`);
  return LEAVING[locale](
    new Intl.ListFormat(locale, { type: "conjunction" }).format(who),
    outside.flatMap(({ lines }) => lines),
  );
}

async function acknowledgedAt(): Promise<Date | undefined> {
  const rows = await db()
    .select({ at: transferNotice.createdAt })
    .from(transferNotice)
    .where(and(eq(transferNotice.accountId, me()), eq(transferNotice.version, noticeVersion())));
  return rows[0]?.at;
}

/** The notice as it stands now, and whether the signed-in person has acknowledged it. */
export const readTransferNotice = query(Nothing, async (): Promise<TransferNotice> => {
  const { locale } = requestFacts();
  const at = await acknowledgedAt();
  return {
    version: noticeVersion(),
    locale,
    ...noticeWords(locale),
    acknowledgedAt: at?.toISOString() ?? null,
  };
});

/** Records that the signed-in person has read the notice. Throws `notice_changed` for another version than today's. */
export const acknowledgeTransferNotice = command(
  TransferNoticeRead,
  async ({ version, locale }): Promise<void> => {
    if (version !== noticeVersion()) throw new AppError("notice_changed");
    await db().insert(transferNotice).values({ accountId: me(), version, locale }).onConflictDoNothing();
  },
);

/** Throws `transfer_notice_unseen` unless the signed-in person has acknowledged the notice as it stands now. */
export async function refuseUnlessTold(): Promise<void> {
  if (!(await acknowledgedAt())) throw new AppError("transfer_notice_unseen");
}
