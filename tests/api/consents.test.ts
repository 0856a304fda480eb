import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import {
  CONSENT_PURPOSES,
  type ConsentEventView,
  type ConsentPage,
  ConsentReceipt,
} from "../../core/consent/consent.schema.ts";
import { GIVEN_A_DAY } from "../../core/consent/consent.ts";
import { NOTICES, noticeHash, noticeText } from "../../core/consent/notices.ts";
import { isGenuine } from "../../core/consent/receipt.ts";
import type { Problem } from "../../functions/api/problem.ts";
import { choose, consentOf, consentsOf } from "../support/consents.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

afterEach(() => setClock());

/** ISO/IEC TS 27560, as the promise on consent proofs names them. */
const PROMISED_FIELDS = [
  "record_id schema_version subject_pseudonym controller purpose_id legal_basis data_categories recipients retention",
  "notice_version notice_hash ui_screenshot_hash language method event at session_hash sample_sha256 signature",
].flatMap((line) => line.split(" "));

const codeOf = async (answer: Response) => ((await answer.json()) as Problem).code;
const proofsOf = (accountId: string) =>
  owner`select purpose, number, event, method, notice_version, notice_hash, locale, session_hash, created_at
    from consent_event where account_id = ${accountId} order by purpose, number`;

test("all three are off at first, with nothing in the history, each beside its notice in the reader's language", async () => {
  const ana = await person({ locale: "fr" });
  const { consents, history } = await consentsOf(ana);
  expect(consents.map(({ purpose, given, state, since }) => ({ purpose, given, state, since }))).toEqual(
    CONSENT_PURPOSES.map((purpose) => ({ purpose, given: false, state: "off", since: null })),
  );
  expect(history).toEqual({ items: [], next: null });
  for (const { purpose, notice } of consents) {
    const [current] = NOTICES[purpose];
    expect(notice).toMatchObject({
      version: current.version,
      locale: "fr",
      title: current.words.fr.title,
      paragraphs: [...current.words.fr.paragraphs],
      hash: noticeHash(current, "fr"),
    });
  }
});

test("each stands for itself: giving or taking back one leaves the others as they are", async () => {
  const ana = await person();
  const states = async () => (await consentsOf(ana)).consents.map(({ state }) => state);
  await choose(ana, "analytics", true);
  expect(await states()).toEqual(["off", "on", "off"]);
  await choose(ana, "marketing", true);
  await choose(ana, "personalization", true);
  await choose(ana, "analytics", false);
  expect(await states()).toEqual(["on", "off", "on"]);
});

test("the history holds every change, who chose how, from where, and to which words; repeating a choice adds nothing", async () => {
  const ana = await person({ locale: "fr" });
  await choose(ana, "marketing", false);
  expect(await proofsOf(ana.accountId)).toHaveLength(0);
  for (const given of [true, true, false, false, true]) await choose(ana, "marketing", given);
  await choose(ana, "analytics", true);
  const proofs = await proofsOf(ana.accountId);
  expect(proofs.map(({ purpose, number, event }) => [purpose, number, event])).toEqual([
    ["analytics", 1, "given"],
    ["marketing", 1, "given"],
    ["marketing", 2, "withdrawn"],
    ["marketing", 3, "given"],
  ]);
  const [notice] = NOTICES.marketing;
  for (const proof of proofs.slice(1))
    expect(proof).toMatchObject({
      method: "toggle",
      notice_version: notice.version,
      notice_hash: noticeHash(notice, "fr"),
      locale: "fr",
      session_hash: expect.stringMatching(/^[\w-]{43}$/),
    });
});

test("the proof is of the language that the words were read in, whatever the language of the request", async () => {
  const ana = await person({ locale: "en" });
  const [notice] = NOTICES.analytics;
  const yes = { purpose: "analytics", given: true, noticeVersion: notice.version, noticeLocale: "fr" };
  expect((await ana.put("/privacy/consents", yes)).status).toBe(200);
  const { history } = await consentsOf(ana);
  const answer = await ana.get(`/privacy/consents/${history.items[0]?.id}/receipt`);
  expect(await answer.json()).toMatchObject({
    language: "fr",
    notice_text: noticeText(notice, "fr"),
    notice_hash: noticeHash(notice, "fr"),
  });
  for (const noticeLocale of ["de", "", null, undefined]) {
    const refused = await ana.put("/privacy/consents", { ...yes, purpose: "marketing", noticeLocale });
    expect([refused.status, await codeOf(refused)]).toEqual([400, "invalid_input"]);
  }
});

test("a yes to other words than those shown now is refused in words and changes nothing; a no never is", async () => {
  const ana = await person();
  const old = { purpose: "marketing", given: true, noticeVersion: "2020-01-01", noticeLocale: "en" };
  const refused = await ana.put("/privacy/consents", old);
  expect([refused.status, await codeOf(refused)]).toEqual([409, "notice_changed"]);
  const unnamed = await ana.put("/privacy/consents", { purpose: "marketing", given: true });
  expect([unnamed.status, await codeOf(unnamed)]).toEqual([400, "invalid_input"]);
  expect(await proofsOf(ana.accountId)).toHaveLength(0);
  await choose(ana, "marketing", true);
  const no = await ana.put("/privacy/consents", { ...old, given: false });
  expect([no.status, (await consentOf(ana, "marketing")).state]).toEqual([200, "off"]);
});

test("a consent to words that nobody knows any more counts no more, and the switch asks again", async () => {
  const ana = await person();
  await owner`insert into consent_event
    (id, account_id, purpose, number, event, method, notice_version, notice_hash, locale, created_at)
    values (${randomUUID()}, ${ana.accountId}, 'analytics', 1, 'given', 'toggle', '2020-01-01', 'x', 'en', now())`;
  expect(await consentOf(ana, "analytics")).toMatchObject({ given: false, state: "outdated" });
  expect((await ana.post("/page-counts", { page: "/studio" })).status).toBe(403);
  await choose(ana, "analytics", true);
  expect((await consentOf(ana, "analytics")).state).toBe("on");
  expect((await ana.post("/page-counts", { page: "/studio" })).status).toBe(204);
});

test("twenty choices at the same moment are written one after the other, without a gap or a double", async () => {
  const ana = await person();
  const { notice } = await consentOf(ana, "marketing");
  const choices = Array.from({ length: 20 }, (_, index) =>
    ana.put("/privacy/consents", {
      purpose: "marketing",
      given: index % 2 === 0,
      noticeVersion: notice.version,
      noticeLocale: notice.locale,
    }),
  );
  for (const answer of await Promise.all(choices)) expect(answer.status).toBe(200);
  const proofs = await proofsOf(ana.accountId);
  expect(proofs.map(({ number }) => number)).toEqual(proofs.map((_, index) => index + 1));
  expect(proofs.map(({ event }) => event)).toEqual(
    proofs.map((_, index) => (index % 2 === 0 ? "given" : "withdrawn")),
  );
});

test("proofs cannot be piled up: a yes is waited for beyond all sense, a no never is", async () => {
  const ana = await person();
  const [{ version }] = NOTICES.marketing;
  const set = (given: boolean) =>
    ana.put("/privacy/consents", { purpose: "marketing", given, noticeVersion: version, noticeLocale: "en" });
  const statuses: number[] = [];
  for (let time = 0; time < GIVEN_A_DAY + 2; time++) {
    statuses.push((await set(true)).status);
    expect((await set(false)).status).toBe(200);
  }
  expect(statuses).toEqual([...Array(GIVEN_A_DAY).fill(200), 429, 429]);
  expect(await proofsOf(ana.accountId)).toHaveLength(2 * GIVEN_A_DAY);
});

test.each([["restricted"], ["closing"]] as const)(
  "in an account that is %s a consent is shown as paused, can be taken back, and none can be given",
  async (condition) => {
    const ana = await person({ [condition]: true });
    await owner`insert into consent_event
      (id, account_id, purpose, number, event, method, notice_version, notice_hash, locale, created_at)
      values (${randomUUID()}, ${ana.accountId}, 'marketing', 1, 'given', 'toggle',
        ${NOTICES.marketing[0].version}, ${noticeHash(NOTICES.marketing[0], "en")}, 'en', now())`;
    expect(await consentOf(ana, "marketing")).toMatchObject({ given: true, state: "paused" });
    const [{ version }] = NOTICES.analytics;
    const yes = await ana.put("/privacy/consents", {
      purpose: "analytics",
      given: true,
      noticeVersion: version,
      noticeLocale: "en",
    });
    expect([yes.status, await codeOf(yes)]).toEqual([423, `account_${condition}`]);
    expect((await choose(ana, "marketing", false)).state).toBe("off");
    const { history } = await consentsOf(ana);
    const [last] = history.items;
    expect((await ana.get(`/privacy/consents/${last?.id}/receipt`)).status).toBe(200);
  },
);

test("the history is read page by page, newest first, and holds nobody else's choices", async () => {
  const [ana, ben] = [await person(), await person()];
  await choose(ben, "marketing", true);
  let time = Date.UTC(2026, 10, 24);
  setClock(() => new Date(time++));
  for (const given of [true, false, true, false, true]) await choose(ana, "marketing", given);
  const seen: ConsentEventView[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "?limit=2" : `?limit=2&cursor=${cursor}`;
    const { history } = (await (await ana.get(`/privacy/consents${query}`)).json()) as ConsentPage;
    seen.push(...history.items);
    cursor = history.next;
  }
  expect(seen.map(({ event }) => event)).toEqual(["given", "withdrawn", "given", "withdrawn", "given"]);
  expect(seen.map(({ createdAt }) => createdAt)).toEqual(
    seen
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse(),
  );
});

test("every choice has a receipt with the fields of ISO/IEC TS 27560, the same each time, signed so that an edit shows", async () => {
  const ana = await person({ locale: "fr" });
  await choose(ana, "personalization", true);
  await choose(ana, "personalization", false);
  const { history } = await consentsOf(ana);
  expect(history.items.map(({ event }) => event).sort()).toEqual(["given", "withdrawn"]);
  for (const { id, event } of history.items) {
    const read = async () => (await ana.get(`/privacy/consents/${id}/receipt`)).json();
    const receipt = v.parse(ConsentReceipt, await read());
    expect(await read()).toEqual(receipt);
    expect(receipt).toMatchObject({
      record_id: id,
      event,
      purpose_id: "personalization",
      legal_basis: "6.1.a",
      language: "fr",
      controller: { registration: "SIREN 940 163 496" },
      notice_hash: noticeHash(NOTICES.personalization[0], "fr"),
    });
    expect(Object.keys(receipt)).toEqual(expect.arrayContaining(PROMISED_FIELDS));
    expect(JSON.stringify(receipt)).not.toContain(ana.accountId);
    expect(isGenuine(receipt)).toBe(true);
    expect(isGenuine({ ...receipt, event: "given", at: "2020-01-01T00:00:00.000Z" })).toBe(false);
  }
});

test("a proof is never changed or removed, not by the role that serves and not by the owner", async () => {
  const ana = await person();
  await choose(ana, "marketing", true);
  const before = await proofsOf(ana.accountId);
  await expect(owner`update consent_event set event = 'withdrawn'`).rejects.toThrow("append-only");
  await expect(owner`delete from consent_event`).rejects.toThrow("append-only");
  await expect(owner`truncate consent_event`).rejects.toThrow("append-only");
  const granted = await owner`
    select privilege_type from information_schema.role_table_grants
    where table_name = 'consent_event' and grantee = 'app' order by privilege_type`;
  expect(granted.map((row) => row.privilege_type)).toEqual(["INSERT", "SELECT"]);
  expect(await proofsOf(ana.accountId)).toEqual(before);
});
