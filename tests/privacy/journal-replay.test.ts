import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { and, eq } from "drizzle-orm";
import { expect, onTestFinished, test, vi } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { DAY, fromNow, HOUR } from "../../core/base/clock.ts";
import { db, transaction } from "../../core/base/database.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { give } from "../../core/consent/change.ts";
import type { ConsentPurpose } from "../../core/consent/consent.schema.ts";
import { consentEvent } from "../../core/consent/consent.sql.ts";
import { isAllowed } from "../../core/consent/gate.ts";
import { generation } from "../../core/generation/generation.sql.ts";
import { mail } from "../../core/mail/mail.sql.ts";
import { fetchLink, readPosition, storeLink } from "../../core/privacy/journal/chain.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { makeLink } from "../../core/privacy/journal/link.ts";
import { checkStanding } from "../../core/privacy/journal/standing.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { session } from "../../core/session/session.sql.ts";
import { startSession } from "../../core/session/session.ts";
import { replay } from "../../functions/by-hand/replay.ts";
import { laterLife } from "../support/later-life.ts";
import { ownedBy } from "../support/owned.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

setLogOutput(() => undefined);

type Person = Awaited<ReturnType<typeof person>>;
const consents = (who: Person, ...purposes: ConsentPurpose[]) =>
  who.as(() =>
    transaction(async () => {
      for (const purpose of purposes) await give(who.accountId, purpose, { method: "toggle", locale: "en" });
    }),
  );
const withdrawal = (who: Person, purpose: ConsentPurpose, method: "toggle" | "unsubscribe" = "toggle") =>
  ({ kind: "withdrawal", subject: pseudonymOf(who.accountId), purpose, method }) as const;
const erasure = (who: Person): JournalEntry => ({ kind: "erasure", subject: pseudonymOf(who.accountId) });
const exists = async (who: Person) =>
  (await db().select({ id: account.id }).from(account).where(eq(account.id, who.accountId))).length === 1;
const choicesOf = (who: Person, purpose: ConsentPurpose) =>
  db()
    .select()
    .from(consentEvent)
    .where(and(eq(consentEvent.accountId, who.accountId), eq(consentEvent.purpose, purpose)))
    .orderBy(consentEvent.number);

test("a consent that was taken back is taken back again, by the same way and with its instant; others stand", async () => {
  const [ana, ben] = [await person(), await person()];
  await consents(ana, "marketing", "personalization");
  await consents(ben, "marketing");
  await ownedBy(ana, "recent_prompt");
  const at = new Date("2026-03-01T10:00:00.000Z");
  await laterLife([withdrawal(ana, "personalization"), withdrawal(ben, "marketing", "unsubscribe")], at);
  expect(await checkStanding()).toBe("behind");
  expect(await replay()).toMatchObject({ links: 2, withdrawals: 2, erased: 0 });
  expect(await isAllowed(ana.accountId, "personalization")).toBe(false);
  expect(await isAllowed(ana.accountId, "marketing")).toBe(true);
  expect(await isAllowed(ben.accountId, "marketing")).toBe(false);
  const choices = await choicesOf(ben, "marketing");
  expect(choices.map(({ event, method }) => [event, method])).toEqual([
    ["given", "toggle"],
    ["withdrawn", "unsubscribe"],
  ]);
  expect(choices.at(-1)?.createdAt).toEqual(at);
  expect((await owner`select 1 from recent_prompt where account_id = ${ana.accountId}`).length).toBe(0);
});

test("a session that had ended is dead, and the other one of that account lives", async () => {
  const dan = await person();
  const other = await startSession(dan.accountId);
  await laterLife([{ kind: "sessions_ended", sessions: [pseudonymOf(other.sessionId)] }]);
  expect(await replay()).toMatchObject({ sessionsEnded: 1 });
  const left = await db().select().from(session).where(eq(session.accountId, dan.accountId));
  expect(left.map(({ id }) => id)).not.toContain(other.sessionId);
  expect((await dan.get("/account")).status).toBe(200);
});

test("an erased person is erased again, and gets no second certificate by mail", async () => {
  const [ana, ben] = [await person({ credits: 5 }), await person({ credits: 5 })];
  await consents(ana, "marketing");
  await laterLife([erasure(ana)]);
  expect(await replay()).toMatchObject({ erased: 1 });
  expect(await exists(ana)).toBe(false);
  expect(await exists(ben)).toBe(true);
  expect((await ana.get("/account")).status).toBe(401);
  expect(await db().select().from(mail)).toEqual([]);
});

test("what a purge had removed is removed again, and nothing younger", async () => {
  const eva = await person();
  const [old, young] = [await ownedBy(eva, "generation"), await ownedBy(eva, "generation")];
  const year = fromNow(-366 * DAY);
  await owner`update generation set created_at = ${year}, finished_at = ${year} where id = ${old}`;
  await laterLife([{ kind: "purge", rule: "content", limit: fromNow(-365 * DAY).toISOString() }]);
  expect(await replay()).toMatchObject({ purged: 1 });
  const left = await db().select().from(generation).where(eq(generation.accountId, eva.accountId));
  expect(left.map(({ id }) => id)).toEqual([young]);
});

test("what somebody had deleted for good is deleted again, and what is not named stays", async () => {
  const eva = await person();
  const [deleted, kept] = [await ownedBy(eva, "generation"), await ownedBy(eva, "generation")];
  const rows = [pseudonymOf(deleted)];
  await laterLife([{ kind: "deletion", table: "generation", rule: "trash", rows }], fromNow(-2 * HOUR));
  expect(await replay()).toMatchObject({ deletions: 1, purged: 1 });
  const left = await db().select().from(generation).where(eq(generation.accountId, eva.accountId));
  expect(left.map(({ id }) => id)).toEqual([kept]);
});

test("the purge of the trash names what it removes, by pseudonym; that of a rule that ends by itself names nothing", async () => {
  const eva = await person();
  const [trashed, old] = [await ownedBy(eva, "generation"), await ownedBy(eva, "generation")];
  const media = await ownedBy(eva, "media");
  await owner`update generation set deleted_at = ${fromNow(-2 * HOUR)} where id = ${trashed}`;
  await owner`update media set deleted_at = ${fromNow(-2 * HOUR)} where id = ${media}`;
  await owner`update generation set created_at = ${fromNow(-366 * DAY)} where id = ${old}`;
  const { sequence } = await readPosition();
  await purge(["trash", "content"]);
  const entries: JournalEntry[] = [];
  for (let number = sequence + 1; number <= (await readPosition()).sequence; number++)
    entries.push(...((await fetchLink(number))?.entries ?? []).map(({ entry }) => entry));
  expect(entries.filter(({ kind }) => kind === "deletion")).toEqual(
    expect.arrayContaining([
      { kind: "deletion", table: "generation", rule: "trash", rows: [pseudonymOf(trashed)] },
      { kind: "deletion", table: "media", rule: "trash", rows: [pseudonymOf(media)] },
    ]),
  );
  expect(entries.filter(({ kind }) => kind === "deletion")).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toContain(pseudonymOf(old));
});

test("replaying the same facts a second time changes nothing, and a replay writes nothing into the journal itself", async () => {
  const [ana, ben] = [await person(), await person()];
  await consents(ben, "marketing");
  const facts = [erasure(ana), withdrawal(ben, "marketing")];
  await laterLife(facts);
  await replay();
  const { sequence } = await readPosition();
  const state = async () => [
    await owner`select * from consent_event`,
    await owner`select id, state from account`,
  ];
  const before = await state();
  await laterLife(facts);
  await replay();
  expect(await state()).toEqual(before);
  expect(await readPosition()).toMatchObject({ sequence: sequence + facts.length });
  expect(await owner`select 1 from journal_pending`).toHaveLength(0);
  expect(await replay()).toMatchObject({ links: 0 });
});

test("what this database wrote itself is not done a second time: a consent given again since then stands", async () => {
  const [ana, ben] = [await person(), await person()];
  await consents(ana, "marketing");
  await consents(ben, "marketing");
  const own = { id: randomUUID(), at: new Date().toISOString(), entry: withdrawal(ana, "marketing") };
  await owner`insert into journal_pending (id, entry, created_at) values (${own.id}, ${owner.json(own.entry)}, ${own.at})`;
  const foreign = { ...own, id: randomUUID(), entry: withdrawal(ben, "marketing") };
  await storeLink(makeLink(await readPosition(), [own, foreign], new Date()));
  expect(await replay()).toMatchObject({ links: 1, withdrawals: 1 });
  expect(await isAllowed(ana.accountId, "marketing")).toBe(true);
  expect(await isAllowed(ben.accountId, "marketing")).toBe(false);
  expect(await owner`select 1 from journal_pending`).toHaveLength(0);
});

test("a replay that is killed in the middle is begun again and ends the same", async () => {
  const gone = await Promise.all(Array.from({ length: 5 }, () => person({ credits: 5 })));
  const stays = await person({ credits: 5 });
  await laterLife(gone.map(erasure));
  const { sequence } = await readPosition();
  const child = spawn(process.execPath, ["functions/command.ts", "replay"], {
    env: process.env,
    stdio: "ignore",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const left = async () => (await Promise.all(gone.map(exists))).filter(Boolean).length;
  await vi.waitUntil(async () => (await left()) < gone.length, { timeout: 100_000, interval: 5 });
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(await left()).toBeGreaterThan(0);
  expect(await readPosition()).toMatchObject({ sequence });
  expect(await checkStanding()).toBe("behind");
  // The worker that died may hold one of the erasures for a minute: the account is closed to everybody all the same.
  expect(await replay()).toMatchObject({ erased: gone.length });
  expect(await left()).toBeLessThanOrEqual(1);
  expect(await exists(stays)).toBe(true);
  expect(await checkStanding()).toBe("current");
  for (const who of gone) expect((await who.get("/account")).status).toBe(401);
}, 120_000);

test("after a replay new entries go behind those that were replayed", async () => {
  const ana = await person();
  const { sequence } = await readPosition();
  await writeJournalNow(erasure(ana));
  expect(await readPosition()).toMatchObject({ sequence: sequence + 1 });
});
