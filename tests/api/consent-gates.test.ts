/** What each consent opens, and only while it is given: product mail, page counts, memory. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DAY, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { transaction } from "../../core/base/database.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { CONSENT_PURPOSES } from "../../core/consent/consent.schema.ts";
import { queueProductMail } from "../../core/mail/product-mail.ts";
import { VISITS_A_DAY } from "../../core/page-count/page-count.ts";
import type { PreferenceView } from "../../core/preference/preference.schema.ts";
import { choose } from "../support/consents.ts";
import { ask, image, type Person } from "../support/generation.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

const lines: string[] = [];
beforeAll(() => {
  Object.assign(config, { LOG_LEVEL: "debug" });
  setLogOutput((line) => lines.push(line));
});
afterEach(() => setClock());
afterAll(() => setLogOutput(() => undefined));

const news = (who: Person) => transaction(() => queueProductMail(who.accountId, "whats_new"));
const visit = (who: Person) => who.post("/page-counts", { page: "/library/:id" });
const counted = async () =>
  Number((await owner`select coalesce(sum(count), 0) as count from page_count`)[0]?.count);
const remembered = async (who: Person) => (await (await who.get("/preferences")).json()) as PreferenceView;
const rowsOf = async (who: Person) => {
  const [row] = await owner`select
    (select count(*) from recent_prompt where account_id = ${who.accountId}) as prompts,
    (select count(*) from remembered_settings where account_id = ${who.accountId}) as settings`;
  return [Number(row?.prompts), Number(row?.settings)];
};

const COMBINATIONS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  marketing: (bits & 1) !== 0,
  analytics: (bits & 2) !== 0,
  personalization: (bits & 4) !== 0,
}));

test.each(COMBINATIONS)(
  "marketing $marketing, analytics $analytics, personalization $personalization: exactly these happen",
  async ({ marketing, analytics, personalization }) => {
    const ana = await person({ credits: 100 });
    if (marketing) await choose(ana, "marketing", true);
    if (analytics) await choose(ana, "analytics", true);
    if (personalization) await choose(ana, "personalization", true);
    expect(await news(ana)).toBe(marketing);
    expect((await mailsTo(ana.email)).length).toBe(marketing ? 1 : 0);
    const before = await counted();
    expect((await visit(ana)).status).toBe(analytics ? 204 : 403);
    expect(await counted()).toBe(before + (analytics ? 1 : 0));
    await ask(ana, image("A lighthouse at dusk"));
    expect(await rowsOf(ana)).toEqual(personalization ? [1, 1] : [0, 0]);
    expect((await remembered(ana)).on).toBe(personalization);
  },
);

test("a no that another process has written holds for the next action of this one: nothing is remembered of the yes", async () => {
  const ana = await person({ credits: 100 });
  for (const purpose of CONSENT_PURPOSES) await choose(ana, purpose, true);
  expect((await visit(ana)).status).toBe(204);
  await owner`insert into consent_event
    (id, account_id, purpose, number, event, method, notice_version, notice_hash, locale, created_at)
    select gen_random_uuid(), account_id, purpose, 2, 'withdrawn', method, notice_version, notice_hash, locale, now()
    from consent_event where account_id = ${ana.accountId}`;
  expect((await visit(ana)).status).toBe(403);
  expect(await news(ana)).toBe(false);
  await ask(ana, image("A lighthouse at dawn"));
  expect(await rowsOf(ana)).toEqual([0, 0]);
});

describe("product mail", () => {
  test("a no while one is queued: it stays here", async () => {
    const ana = await person();
    await choose(ana, "marketing", true);
    await transaction(async () => {
      expect(await queueProductMail(ana.accountId, "whats_new")).toBe(true);
    });
    await choose(ana, "marketing", false);
    expect(await mailsTo(ana.email)).toEqual([]);
    expect(await owner`select id from mail where account_id = ${ana.accountId}`).toEqual([]);
  });

  test("a restriction while one is queued: it stays here as well, though the switch is on", async () => {
    const ana = await person();
    await choose(ana, "marketing", true);
    expect(await news(ana)).toBe(true);
    await owner`update account set restricted_at = now() where id = ${ana.accountId}`;
    expect(await mailsTo(ana.email)).toEqual([]);
    expect(await news(ana)).toBe(false);
  });

  test("mails that an account needs leave without any consent, and cannot be left", async () => {
    const ana = await person();
    await owner`update account set state = 'active' where id = ${ana.accountId}`;
    await ana.post("/password-reset", { email: ana.email });
    const [mail] = await mailsTo(ana.email);
    expect(mail?.subject).toBe("Choose a new password");
    expect(mail?.text).not.toContain("/unsubscribe");
  });
});

describe("page counts", () => {
  test("a no holds for the next page, and while processing is restricted nothing is counted", async () => {
    const ana = await person();
    await choose(ana, "analytics", true);
    expect((await visit(ana)).status).toBe(204);
    const before = await counted();
    await owner`update account set restricted_at = now() where id = ${ana.accountId}`;
    expect((await visit(ana)).status).toBe(423);
    await owner`update account set restricted_at = null where id = ${ana.accountId}`;
    await choose(ana, "analytics", false);
    const refused = await visit(ana);
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "consent_required" }]);
    expect(await counted()).toBe(before);
  });

  test("a sum says the day, the page and the language, and nothing else; an address with an id is no page", async () => {
    const ana = await person({ locale: "fr" });
    await choose(ana, "analytics", true);
    await Promise.all(Array.from({ length: 10 }, () => visit(ana)));
    const columns = await owner`select column_name from information_schema.columns
      where table_name = 'page_count' order by column_name`;
    expect(columns.map((row) => row.column_name)).toEqual(["count", "day", "locale", "page"]);
    const [row] = await owner`select count from page_count where page = '/library/:id' and locale = 'fr'
      and day = (now() at time zone 'utc')::date`;
    expect(row?.count).toBe(10);
    expect((await ana.post("/page-counts", { page: `/library/${ana.accountId}` })).status).toBe(400);
  });

  test("a program cannot bend the sums: beyond what a person opens it has to wait", async () => {
    const ana = await person();
    await choose(ana, "analytics", true);
    const before = await counted();
    const answers = await Promise.all(Array.from({ length: VISITS_A_DAY + 20 }, () => visit(ana)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(VISITS_A_DAY);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(await counted()).toBe(before + VISITS_A_DAY);
    setClock(() => new Date(Date.now() + DAY));
    expect((await visit(ana)).status).toBe(204);
  });
});

test("nothing of consents, visits, prompts or addresses reaches the log", () => {
  expect(lines.length).toBeGreaterThan(0);
  const text = lines.join("\n");
  expect(text).not.toMatch(/lighthouse|@example\.org|\/library|marketing|token=/);
});
