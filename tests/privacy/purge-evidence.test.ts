/** What a run leaves behind it: evidence that adds up, and what the journal is told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, setClock } from "../../core/base/clock.ts";
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

const START = new Date("2026-01-01T00:00:00.000Z");
const at = (instant: Date) => setClock(() => instant);
const plus = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const WEEK = 7 * DAY;

beforeEach(async () => {
  at(START);
  await owner`truncate purge_run, mail, recent_prompt, page_count, outbox`;
});
afterEach(() => setClock());

const addMails = async (count: number, createdAt: Date) => {
  const { accountId, email } = await person();
  await owner`
    insert into mail (id, account_id, template, address, locale, created_at)
    select gen_random_uuid(), ${accountId}, 'password_changed', ${email}, 'en', ${createdAt}::timestamptz + n * interval '1 millisecond'
    from generate_series(0, ${count - 1}) n`;
};
const runs = (table: string) =>
  owner`select rule, found, deleted, failed, limit_at, oldest_left, started_at, finished_at from purge_run
    where table_name = ${table} order by started_at`;

test("2,500 rows go in one run and leave one line, with the limit and the oldest row that stays", async () => {
  await addMails(2500, START);
  const younger = plus(START, HOUR);
  await addMails(3, younger);
  const now = plus(START, WEEK + 2499);
  at(now);
  await purge(["work"]);
  expect(await owner`select id from mail`).toHaveLength(3);
  expect(await runs("mail")).toEqual([
    {
      rule: "work",
      found: 2500,
      deleted: 2500,
      failed: 0,
      limit_at: plus(START, 2499),
      oldest_left: younger,
      started_at: now,
      finished_at: now,
    },
  ]);
});

test("more rows than a batch holds go in one run", async () => {
  await addMails(11_000, START);
  at(plus(START, 8 * DAY));
  expect(await purge(["work"])).toContainEqual(expect.objectContaining({ table: "mail", deleted: 11_000 }));
  expect(await owner`select id from mail`).toEqual([]);
});

test("thirty hourly runs with nothing to do leave one line a rule and table, which tells of the last one", async () => {
  for (let hour = 0; hour < 30; hour++) {
    at(plus(START, hour * HOUR));
    await purge(["work", "pageCounts"]);
  }
  const lines = await owner`select rule, table_name, found, started_at from purge_run`;
  const last = { found: 0, started_at: plus(START, 29 * HOUR) };
  expect(lines).toContainEqual({ rule: "work", table_name: "mail", ...last });
  expect(lines).toContainEqual({ rule: "pageCounts", table_name: "page_count", ...last });
  expect(new Set(lines.map(({ table_name }) => table_name)).size).toBe(lines.length);
});

test("lines add up to what is gone, whatever lies between them", async () => {
  let gone = 0;
  for (const [round, count] of [40, 0, 0, 7, 1, 0].entries()) {
    if (count > 0) await addMails(count, plus(START, round * DAY));
    at(plus(START, WEEK + (round + 0.5) * DAY));
    await purge(["work"]);
    gone += count;
  }
  const lines = await runs("mail");
  expect(lines.map(({ found }) => found)).toEqual([40, 0, 7, 1, 0]);
  expect(lines.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(gone);
});

test("evidence is kept for its own period and no longer", async () => {
  await purge(["work"]);
  at(plus(START, 2 * 365 * DAY));
  await addMails(1, START);
  await purge(["work"]);
  const before = (await owner`select id from purge_run`).length;
  setClock(() => new Date("2031-01-01T00:00:00.000Z"));
  await purge(["evidence"]);
  expect((await owner`select id from purge_run where started_at = ${START}`).length).toBe(0);
  expect((await owner`select id from purge_run where rule = 'work'`).length).toBeLessThan(before);
  expect((await owner`select id from purge_run where rule = 'work' and found = 1`).length).toBe(1);
});

test("the role that serves can read the evidence, and neither write nor change it", async () => {
  await purge(["work"]);
  await expect(
    owner.begin(async (sql) => {
      await sql`set local role app`;
      await sql`update purge_run set deleted = 7`;
    }),
  ).rejects.toThrow("permission denied");
});

test("sums about nobody go by the day they count", async () => {
  await owner`insert into page_count (day, page, locale, count) values ('2024-02-29', '/', 'fr', 7), ('2024-03-01', '/', 'fr', 8)`;
  setClock(() => new Date("2026-02-28T23:59:59.999Z"));
  await purge(["pageCounts"]);
  expect(await owner`select count from page_count`).toHaveLength(2);
  setClock(() => new Date("2026-03-01T00:00:00.000Z"));
  await purge(["pageCounts"]);
  expect(await owner`select count from page_count`).toEqual([]);
});

test("proofs that outlived their person go five years after its end, although nothing else may remove them", async () => {
  await owner`
    insert into consent_event (id, account_id, purpose, number, event, method, notice_version, notice_hash, locale, created_at, relation_ended_at)
    values (gen_random_uuid(), gen_random_uuid(), 'marketing', 1, 'given', 'toggle', '1', 'none', 'fr', '2024-05-01', '2026-01-01'),
      (gen_random_uuid(), gen_random_uuid(), 'marketing', 1, 'given', 'toggle', '1', 'none', 'fr', '2015-05-01', null)`;
  setClock(() => new Date("2030-12-31T23:59:59.999Z"));
  await purge();
  expect(await owner`select id from consent_event`).toHaveLength(2);
  setClock(() => new Date("2031-01-01T00:00:00.000Z"));
  await purge();
  expect(await owner`select relation_ended_at from consent_event`).toEqual([{ relation_ended_at: null }]);
});

test("the journal is told once a run of what a backup could bring back for years, and of nothing short-lived", async () => {
  const { accountId } = await person();
  await owner`insert into recent_prompt (id, account_id, kind, prompt, created_at)
    select gen_random_uuid(), ${accountId}, 'image', 'a hill', '2025-01-01' from generate_series(1, 3)`;
  await addMails(3, plus(START, -WEEK));
  const before = await owner`select sequence from journal_link`;
  await purge();
  await relayJournal();
  const links = await owner`select body from journal_link order by sequence`;
  const told = links.slice(before.length).map(({ body }) => String(body));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('"rule":"remembered"');
  expect(told[0]).toContain(`"limit":"2025-01-01T00:00:00.000Z"`);
});
