/** What each step of an erasure does. Whatever it has done already it does again, or does not find any more. */
import { eq } from "drizzle-orm";
import { DAY, fromNow, MINUTE, now } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { sendErased } from "../../mail/erased.ts";
import { writeJournalNow } from "../journal/journal.ts";
import { RETENTION } from "../retention.ts";
import { certify } from "./certificate.ts";
import { erasure } from "./erasure.sql.ts";
import { eraseTheirObjects } from "./objects.ts";
import { type Person, sealTraces, unsealPerson, unsealTraces } from "./person.ts";
import { deleteRemotely } from "./remote.ts";
import { eraseRoot, eraseRows } from "./rows.ts";
import { dropMentions, messagesUntil, scanFor } from "./scan.ts";
import type { Outcome, Row, Step } from "./step.ts";
import { collectTraces, type Traces } from "./traces.ts";

/** SQLSTATE: rows still lead to one that was to go. */
const STILL_NEEDED = "23503";

export const WORK: Record<Exclude<Step, "done">, (row: Row) => Promise<Outcome>> = {
  journal: async (row) => {
    // A replay does what the journal says already.
    if (row.reason !== "journal_replay") await writeJournalNow({ kind: "erasure", subject: row.pseudonym });
    return { next: "traces" };
  },

  traces: async (row) => {
    if (row.quietAt && row.quietAt > now()) return { next: "traces", pause: true, until: row.quietAt };
    const traces = await collectTraces(personOf(row).accountId);
    return { next: "remote", set: { traces: sealTraces(row.id, traces) } };
  },

  remote: async (row) => {
    const { left, deleted } = await deleteRemotely(personOf(row).accountId, row.attempts === 0);
    if (left === 0) return { next: "objects", set: { counts: { ...row.counts, remote: deleted } } };
    log.warn("erasure.remote_left", { count: left, attempt: row.attempts });
    return { next: "remote", pause: true };
  },

  objects: async (row) => {
    const traces = await tracesOf(row);
    const objects = await eraseTheirObjects(personOf(row).accountId, traces.objects);
    return {
      next: "rows",
      set: { counts: { ...row.counts, objects }, erasedAt: row.erasedAt ?? now() },
    };
  },

  rows: async (row) => {
    await eraseRows(targetOf(row));
    return { next: "messages" };
  },

  messages: async (row) => {
    const { messages, rows } = await dropMentions(await tracesOf(row));
    return {
      next: "account",
      set: { counts: { ...row.counts, messages: row.counts.messages + messages + rows } },
    };
  },

  account: async (row) => {
    try {
      await eraseRoot(targetOf(row));
    } catch (error) {
      if (!isStillNeeded(error)) throw error;
      await removeAgain(row, await tracesOf(row));
      return { next: "account", pause: true };
    }
    return { next: "scan" };
  },

  scan: async (row) => {
    const traces = await tracesOf(row);
    const { objectsUntil } = row;
    if (objectsUntil && objectsUntil > now()) return { next: "scan", pause: true, until: objectsUntil };
    const hiddenUntil = await messagesUntil(traces);
    if (hiddenUntil) return { next: "messages", pause: true, until: nextLook(hiddenUntil) };
    // What has arrived by a link that was still good belongs to no row.
    if (objectsUntil) await eraseTheirObjects(personOf(row).accountId, traces.objects);
    const report = await scanFor(traces);
    if (!report.clean) {
      for (const { place, count } of report.leftovers) log.error("erasure.leftover", { place, count });
      await removeAgain(row, traces);
      return { next: "scan", pause: true };
    }
    // A message that is delayed or in hand could not be looked at: it ends with its row, and is dropped if it does not.
    if (report.waitUntil) return { next: "messages", pause: true, until: nextLook(report.waitUntil) };
    const certificate = await certify(row, personOf(row).locale, report);
    return { next: "mail", set: { certificate, traces: null } };
  },

  mail: async (row) => {
    const { address, locale } = personOf(row);
    if (address !== null && row.certificate) await tell(row, address, locale);
    const over = { person: null, finishedAt: now(), claimedAt: null, wakeAt: null };
    return { next: "done", set: over };
  },
};

/** Messages are looked for again every minute: as a rule there is soon a moment at which none is hidden. */
const nextLook = (last: Date) => (last < fromNow(MINUTE) ? last : fromNow(MINUTE));

/** What a request or a worker that was in hand when the account was fenced has written since goes like the rest. */
async function removeAgain(row: Row, traces: Traces): Promise<void> {
  await eraseTheirObjects(personOf(row).accountId, traces.objects);
  await eraseRows(targetOf(row));
  await dropMentions(traces);
}

/** Mails the certificate. An address at which nothing arrives is not kept for it longer than any other mail would be. */
async function tell(row: Row, address: string, locale: Person["locale"]): Promise<void> {
  const { certificate } = row;
  if (!certificate) throw new Error("an erasure without a certificate is not over");
  try {
    const state = await sendErased({ id: row.id, address, locale, certificate });
    log.info("erasure.certificate_left", { state, attempt: row.attempts });
  } catch (error) {
    if (row.erasedAt && row.erasedAt > fromNow(-RETENTION.work.days * DAY)) throw error;
    log.error("erasure.certificate_undelivered", { attempt: row.attempts }, error);
  }
}

function personOf(row: Row): Person {
  if (!row.person) throw new Error("an erasure under way has forgotten of whom");
  return unsealPerson(row.id, row.person);
}

async function tracesOf({ id }: Row): Promise<Traces> {
  const [row] = await db().select({ sealed: erasure.traces }).from(erasure).where(eq(erasure.id, id));
  if (!row?.sealed) throw new Error("an erasure under way has no traces");
  return unsealTraces(id, row.sealed);
}

const targetOf = (row: Row) => ({
  id: row.id,
  accountId: personOf(row).accountId,
  erasedAt: row.erasedAt ?? now(),
});

function isStillNeeded(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && cause.code === STILL_NEEDED) return true;
  return false;
}
