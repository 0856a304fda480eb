/** Nobody's work is taken before its person has read where it goes, in the version of that day (policy 05). */
import "../support/transfer-records.ts";
import { createHash, randomUUID } from "node:crypto";
import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { LOCALES } from "../../core/base/locale.ts";
import { TransferNotice } from "../../core/privacy/transfer-notice.schema.ts";
import { noticeVersion } from "../../core/privacy/transfer-notice.ts";
import { LEAVING, STAYING, WORDS_DAY } from "../../core/privacy/transfer-notice-words.ts";
import { DEPLOYMENTS } from "../support/deployments.ts";
import { image, type Person } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

const before = { ...config };
const NOTICE = "/privacy/transfer-notice";
const SETTINGS = image("A lighthouse");
afterEach(() => {
  setClock();
  Object.assign(config, before);
});
/** From here on as a deployment that sends to the real provider. */
const goAbroad = (records = before.PROCESSOR_RECORDS) =>
  Object.assign(config, {
    STAGE: "production",
    MINIMAX_BASE_URL: DEPLOYMENTS.host.MINIMAX_BASE_URL,
    PROCESSOR_RECORDS: records,
  });

const read = async (who: Person) => v.parse(TransferNotice, await (await who.get(NOTICE)).json());
const acknowledge = async (who: Person, version = noticeVersion(), locale = "en") =>
  outcome(await who.put(NOTICE, { version, locale }));
const outcome = async (answer: Response) =>
  answer.status < 300
    ? answer.status
    : `${answer.status} ${((await answer.json()) as { code: string }).code}`;
const quote = async (who: Person): Promise<string> =>
  ((await (await who.post("/quotes", { settings: SETTINGS })).json()) as { quote: string }).quote;
const ask = async (who: Person, headers: Record<string, string> = {}) =>
  outcome(await who.post("/generations", { settings: SETTINGS, quote: await quote(who) }, headers));
const acknowledged = (who: Person) =>
  owner`select version, locale from transfer_notice where account_id = ${who.accountId} order by created_at, version`;
const UNSEEN = "409 transfer_notice_unseen";

/** What a request leaves behind: jobs, movements of credits, and messages. */
async function traces(who: Person) {
  const [row] = await owner`select
    (select count(*)::int from generation where account_id = ${who.accountId}) as jobs,
    (select count(*)::int from credit_entry where account_id = ${who.accountId}) as movements,
    (select count(*)::int from outbox) as messages`;
  return row;
}

describe("before the notice was acknowledged", () => {
  test.each([
    ["en", "First read where your work goes"],
    ["fr", "Lisez d’abord où part votre demande"],
  ] as const)(
    "a price is given, and work is refused in words (%s); nothing is held, written or queued",
    async (locale, words) => {
      const who = await person({ credits: 5, locale });
      const found = await traces(who);
      const answer = await who.post("/generations", { settings: SETTINGS, quote: await quote(who) });
      expect(answer.status).toBe(409);
      const problem = (await answer.json()) as { code: string; detail: string };
      expect([problem.code, problem.detail]).toEqual([
        "transfer_notice_unseen",
        expect.stringContaining(words),
      ]);
      expect(await traces(who)).toEqual(found);
      expect(await (await who.get("/credits")).json()).toMatchObject({ available: 5, held: 0 });
    },
  );

  test("the key of the refused request is used again by the one that is taken, once", async () => {
    const who = await person({ credits: 5 });
    const headers = { "idempotency-key": randomUUID() };
    expect(await ask(who, headers)).toBe(UNSEEN);
    expect(await acknowledge(who)).toBe(204);
    expect([await ask(who, headers), await ask(who, headers)]).toEqual([201, 201]);
    expect(await traces(who)).toMatchObject({ jobs: 1 });
  });
});

describe("acknowledging", () => {
  test("is kept with version, language and the first instant, for this person alone", async () => {
    const [who, other] = [await person({ credits: 1 }), await person({ credits: 1 })];
    expect((await read(who)).acknowledgedAt).toBeNull();
    setClock(() => new Date("2026-12-01T12:00:00.000Z"));
    expect(await acknowledge(who, noticeVersion(), "fr")).toBe(204);
    setClock(() => new Date("2026-12-02T12:00:00.000Z"));
    expect(await acknowledge(who)).toBe(204);
    expect((await read(who)).acknowledgedAt).toBe("2026-12-01T12:00:00.000Z");
    expect(await acknowledged(who)).toEqual([{ version: noticeVersion(), locale: "fr" }]);
    expect((await read(other)).acknowledgedAt).toBeNull();
    expect(await ask(other)).toBe(UNSEEN);
  });

  test("another version than the one shown now is refused, and does not count", async () => {
    const who = await person({ credits: 1 });
    expect(await acknowledge(who, `${WORDS_DAY} nobody-XX`)).toBe("409 notice_changed");
    expect([await acknowledged(who), await ask(who)]).toEqual([[], UNSEEN]);
  });

  test("five windows at once leave one line, and a request beside them is taken or refused whole", async () => {
    const who = await person({ credits: 1 });
    const [asked, ...answers] = await Promise.all([ask(who), ...[1, 2, 3, 4, 5].map(() => acknowledge(who))]);
    expect(answers).toEqual([204, 204, 204, 204, 204]);
    expect(await acknowledged(who)).toHaveLength(1);
    expect(await traces(who)).toMatchObject({ jobs: asked === 201 ? 1 : 0 });
    expect([201, UNSEEN]).toContain(asked);
  });
});

describe("another recipient, country or protection", () => {
  test("is another version: what was acknowledged before counts no more, and everybody is asked again", async () => {
    const who = await person({ credits: 5 });
    await acknowledge(who);
    expect(await ask(who)).toBe(201);
    goAbroad();
    const abroad = noticeVersion();
    expect(abroad).toBe(`${WORDS_DAY} minimax-CN agreement assessment clauses`);
    expect([await ask(who), (await read(who)).acknowledgedAt]).toEqual([UNSEEN, null]);
    await acknowledge(who);
    expect(await ask(who)).toBe(201);
    goAbroad({});
    expect(noticeVersion()).toBe(`${WORDS_DAY} minimax-CN`);
    expect((await read(who)).acknowledgedAt).toBeNull();
  });

  test("while a new release comes up, each version is held to by the process that shows it", async () => {
    const who = await person({ credits: 5 });
    const former = (await read(who)).version;
    goAbroad();
    // The window still shows the former notice.
    expect(await acknowledge(who, former)).toBe("409 notice_changed");
    expect(await ask(who)).toBe(UNSEEN);
    Object.assign(config, before);
    expect([await acknowledge(who, former), await ask(who)]).toEqual([204, 201]);
    goAbroad();
    expect(await ask(who)).toBe(UNSEEN);
    expect([await acknowledge(who), await ask(who)]).toEqual([204, 201]);
    Object.assign(config, before);
    expect(await ask(who)).toBe(201);
    expect(await acknowledged(who)).toHaveLength(2);
  });
});

describe("what it says", () => {
  const text = ({ title, points }: Pick<TransferNotice, "title" | "points">) =>
    [title, ...points.flatMap(({ name, lines }) => [name, ...lines])].join("\n");

  test("names who receives the work, the country, the ground, and what is recorded as protection", async () => {
    goAbroad();
    const english = text(await read(await person()));
    expect(english).toContain("MiniMax (China), which runs the models.");
    expect(english).toContain("without an adequacy decision");
    expect(english).toContain("Article 6.1.b");
    expect(english).toContain("Data processing agreement DPA-1, signed on 15 January 2026.");
    expect(text(await read(await person({ locale: "fr" })))).toContain("MiniMax (Chine), qui fait");
  });

  test("with the stand-in it claims no transfer, in either language", async () => {
    for (const locale of LOCALES) {
      const notice = await read(await person({ locale }));
      expect([notice.version, notice.locale]).toEqual([`${WORDS_DAY} stand-in`, locale]);
      expect(text(notice)).not.toMatch(/MiniMax|China|Chine/);
      expect(text(notice)).toMatch(/Nothing is sent outside|Rien n’est envoyé hors/);
    }
  });

  test("is never edited under the same day, and French is written as French is", () => {
    const words = LOCALES.map(
      (locale) => text(LEAVING[locale]("who", ["protection"])) + text(STAYING[locale]),
    );
    expect([WORDS_DAY, createHash("sha256").update(words.join("\n")).digest("hex")]).toEqual([
      "2026-11-30",
      "67bae91b1e65f776032ffa51987476561e06101b35d01cdd838c172f1b079500",
    ]);
    expect(words[LOCALES.indexOf("fr")]).not.toMatch(/[^\u202f][:;!?]|'/);
  });
});
