import { afterEach, describe, expect, test } from "vitest";
import { DAY, now, setClock } from "../../core/base/clock.ts";
import type { DirectiveReceipt, DirectiveView } from "../../core/directive/directive.schema.ts";
import { NOTICE_VERSION } from "../../core/directive/notice.ts";
import { RETENTION } from "../../core/privacy/retention.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;
const CHOICES = { creations: "hand_over", account: "erase", creditHistory: "keep" };
const PAUL = { name: "Paul Durand", email: "paul@example.org" };
afterEach(() => setClock());

const give = (who: Person, change: Record<string, unknown> = {}) =>
  who.put("/privacy/directive", {
    choices: CHOICES,
    executor: PAUL,
    noticeVersion: NOTICE_VERSION,
    noticeLocale: "fr",
    consent: true,
    ...change,
  });
const viewIn = async (answer: Response) => (await answer.json()) as DirectiveView;
const read = async (who: Person) => viewIn(await who.get("/privacy/directive"));
const receipt = async (who: Person, id: string) =>
  (await (await who.get(`/privacy/directive/receipts/${id}`)).json()) as DirectiveReceipt;

test("nothing is laid down by signing up, and the notice says that retention limits still apply", async () => {
  for (const locale of ["en", "fr"] as const) {
    const view = await read(await person({ locale }));
    expect(view).toMatchObject({ current: null, versions: [] });
    expect(view.notice.paragraphs.join(" ")).toMatch(/still apply|s’appliquent toujours/);
  }
});

test("the periods that the notice names are those that the software keeps", () => {
  // The text of a version is never changed: other periods need another version.
  expect([RETENTION.content, RETENTION.account]).toEqual([{ years: 1 }, { years: 3 }]);
});

test("the receipt is of the language that the notice was read in, and a revocation names the same", async () => {
  const ana = await person({ locale: "en" });
  expect((await read(ana)).notice.locale).toBe("en");
  await give(ana, { noticeLocale: "fr" });
  const { versions } = await viewIn(await ana.delete("/privacy/directive"));
  const [revoked, given] = await Promise.all(versions.map(({ id }) => receipt(ana, id)));
  expect([given?.language, revoked?.language]).toEqual(["fr", "fr"]);
  expect(revoked?.noticeSha256).toBe(given?.noticeSha256);
  expect((await give(ana, { noticeLocale: "de" })).status).toBe(400);
});

test("each version has a receipt of its own, which names the executor by a digest only", async () => {
  const ana = await person({ locale: "fr" });
  const first = await viewIn(await give(ana));
  expect(first.current).toMatchObject({ version: 1, choices: CHOICES, executor: PAUL });
  const kept = { ...CHOICES, creations: "keep" };
  const second = await viewIn(await give(ana, { choices: kept, executor: undefined }));
  expect(second.current).toMatchObject({ version: 2, executor: null });
  expect(second.versions.map(({ version, event }) => [version, event])).toEqual([
    [2, "given"],
    [1, "given"],
  ]);
  const [newer, older] = await Promise.all(second.versions.map(({ id }) => receipt(ana, id)));
  expect(older).toMatchObject({ version: 1, event: "given", choices: CHOICES, language: "fr" });
  expect([older?.executorDigest, newer?.executorDigest]).toEqual([expect.any(String), null]);
  expect(JSON.stringify([older, newer])).not.toMatch(/Paul|paul@|Ana|@example/);
  expect(await receipt(ana, older?.recordId ?? "")).toEqual(older);
  expect(older?.seal).not.toBe(newer?.seal);
});

test("an executor's name and address are gone when the directive is replaced or revoked", async () => {
  const ana = await person();
  await give(ana);
  await give(ana, { executor: { name: "Zoé Petit", email: "zoe@example.org" } });
  const held = () => owner`select name, email from directive_executor where account_id = ${ana.accountId}`;
  expect(await held()).toEqual([{ name: "Zoé Petit", email: "zoe@example.org" }]);
  const revoked = await viewIn(await ana.delete("/privacy/directive"));
  expect([revoked.current, revoked.versions[0]?.event]).toEqual([null, "revoked"]);
  expect(await held()).toEqual([]);
  expect((await ana.delete("/privacy/directive")).status).toBe(409);
});

describe("nothing is recorded", () => {
  test.each([
    ["without the specific consent", { consent: false }],
    ["with a consent to another notice than the present one", { noticeVersion: "2020-01" }],
    ["with a kind of data left out", { choices: { creations: "keep", account: "keep" } }],
    ["with something to hand over and nobody to whom", { executor: undefined }],
    ["with an executor without an address", { executor: { name: "Paul" } }],
  ])("%s", async (_, change) => {
    const ana = await person();
    expect([400, 409]).toContain((await give(ana, change)).status);
    expect(await owner`select 1 from directive where account_id = ${ana.accountId}`).toEqual([]);
  });
});

test("revoking is open while restricted and while closing; laying down is not", async () => {
  for (const state of [{ restricted: true }, { closing: true }]) {
    const ana = await person(state);
    expect((await give(ana)).status).toBe(423);
    await owner`insert into directive (id, account_id, version, event, creations, account, credit_history,
      notice_version, locale, created_at) values (gen_random_uuid(), ${ana.accountId}, 1, 'given', 'keep', 'keep',
      'keep', ${NOTICE_VERSION}, 'en', now())`;
    expect((await ana.delete("/privacy/directive")).status).toBe(200);
  }
});

test("two at once give two versions or one conflict, never a version twice; 20 in a day are enough", async () => {
  const ana = await person();
  const answers = await Promise.all(Array.from({ length: 4 }, () => give(ana)));
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  const written = (await read(ana)).versions.length;
  for (let n = written; n < 20; n++) expect((await give(ana)).status).toBe(200);
  expect((await give(ana)).status).toBe(429);
  expect((await ana.delete("/privacy/directive")).status).toBe(200);
  const tomorrow = now().getTime() + DAY + 1;
  setClock(() => new Date(tomorrow));
  expect((await give(ana)).status).toBe(200);
});

test("nobody changes or removes a version, not even the owner of the database", async () => {
  const ana = await person();
  await give(ana);
  await expect(owner`update directive set account = 'keep'`).rejects.toThrow("append-only");
  await expect(owner`delete from directive`).rejects.toThrow("append-only");
  await expect(owner`truncate directive cascade`).rejects.toThrow("append-only");
});
