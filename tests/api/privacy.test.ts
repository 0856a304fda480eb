import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { PrivacyPanel } from "../../core/account/panel.schema.ts";
import { setClock } from "../../core/base/clock.ts";
import { db, transaction } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { LOCALES } from "../../core/base/locale.ts";
import { NOTICE_VERSION } from "../../core/directive/notice.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { PLACES } from "../../core/privacy/places.ts";
import { rememberRemoteItem, requestRemoteDeletion } from "../../core/privacy/remote-item.ts";
import { confirmDeletion } from "../../core/privacy/remote-thing.ts";
import { belongsTo, personalTables } from "../../core/privacy/subject.ts";
import { VALUE_NAMES } from "../../core/privacy/table-words.ts";
import { TransferPage } from "../../core/privacy/transfer.schema.ts";
import { remoteItem } from "../../core/privacy/transfer.sql.ts";
import { recordTransfer } from "../../core/privacy/transfer.ts";
import { shownColumns } from "../../core/privacy/why/values.ts";
import { HeldData, PrivacySummary } from "../../core/privacy/why/why.schema.ts";
import { roundTrips } from "../bench/round-trips.ts";
import { choose } from "../support/consents.ts";
import { ownedBy } from "../support/owned.ts";
import { person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;
const read = async <S extends v.GenericSchema>(who: Person, path: string, schema: S) => {
  const answer = await who.get(path);
  expect(answer.status).toBe(200);
  return v.parse(schema, await answer.json()) as v.InferOutput<S>;
};
const send = (who: Person, generationId: string, bytes: number) =>
  transaction(() =>
    recordTransfer({
      accountId: who.accountId,
      generationId: generationId as Id<"generation">,
      processor: "minimax",
      operation: "video_v1.create",
      fields: ["model", "prompt", "first_frame_image"],
      bytes,
      sha256: "00".repeat(32),
      ground: "contract",
    }),
  );

let ana: Person;
let luc: Person;
beforeAll(async () => {
  ana = await person({ credits: 100 });
  luc = await person({ credits: 100, locale: "fr" });
});

describe("why do you have this", () => {
  test("every category that is held says for each table why, on what ground, until when, who receives it and how to change it", async () => {
    await ownedBy(ana, "media");
    const { categories } = await read(ana, "/privacy/data", HeldData);
    const names = categories.map(({ category }) => category);
    expect(names).toEqual(
      expect.arrayContaining(["identity", "authentication", "connection", "content", "credits"]),
    );
    for (const { held, change, name, description } of categories) {
      expect([name, description, change.length]).not.toContain("");
      expect(change.length).toBeGreaterThan(0);
      for (const entry of held)
        expect([
          entry.name,
          entry.purpose.text,
          entry.legalBasis.text,
          entry.kept,
          entry.atErasure,
        ]).not.toContain("");
    }
  });

  test("the counts are those of the live database, table by table, and a stranger's rows are not in them", async () => {
    await ownedBy(luc, "generation");
    const { categories } = await read(ana, "/privacy/data", HeldData);
    const shown = new Map(categories.flatMap(({ held }) => held).map(({ key, rows }) => [key, rows]));
    for (const { key, table } of personalTables()) {
      const rows = await db().select().from(table).where(belongsTo(table, ana.accountId));
      expect([key, shown.get(key)]).toEqual([key, rows.length]);
    }
  });

  test("names and addresses are shown as they are; somebody else's, and what an export keeps back, are not", async () => {
    const { categories } = await read(ana, "/privacy/data", HeldData);
    const values = categories.find(({ category }) => category === "identity")?.values ?? [];
    expect(values).toEqual(
      expect.arrayContaining([
        { key: "email", name: "Email address", value: ana.email },
        { key: "firstName", name: "First name", value: "Ana" },
      ]),
    );
    expect(JSON.stringify(categories)).not.toContain(luc.email);
    for (const { table } of personalTables()) {
      const { exported } = mapOf(table);
      const hidden = exported === "all" || "none" in exported ? [] : Object.keys(exported.except);
      expect(shownColumns(table, "identity").filter((key) => hidden.includes(key))).toEqual([]);
    }
  });

  test("every shown value has a name in both languages", () => {
    const keys = personalTables().flatMap(({ table }) => shownColumns(table, "identity"));
    for (const key of keys)
      for (const locale of LOCALES)
        expect([key, VALUE_NAMES[key]?.[locale]]).toEqual([key, expect.any(String)]);
  });

  test("the dates on which it dies follow from the oldest and the newest row and from the rule", async () => {
    const who = await person();
    setClock(() => new Date("2026-01-10T08:00:00.000Z"));
    await ownedBy(who, "media");
    setClock(() => new Date("2026-03-01T09:00:00.000Z"));
    await ownedBy(who, "media");
    setClock();
    const { categories } = await read(who, "/privacy/data", HeldData);
    const files = categories.flatMap(({ held }) => held).find(({ key }) => key === "media");
    expect([files?.rows, files?.firstEnd, files?.lastEnd]).toEqual([
      2,
      "2027-01-10T08:00:00.000Z",
      "2027-03-01T09:00:00.000Z",
    ]);
  });

  test("it speaks the reader's language, and stays open while processing is restricted", async () => {
    const restricted = await person({ restricted: true, locale: "fr" });
    const { categories } = await read(restricted, "/privacy/data", HeldData);
    expect(categories[0]?.name).toBe("Données d’identification et de contact");
    const summary = await read(restricted, "/privacy", PrivacySummary);
    expect(summary.categories.map(({ name }) => name)).toContain("Données techniques de connexion");
  });

  test("the first view gives in one answer what each part gives at its own address, to the letter", async () => {
    const who = await person({ credits: 20, locale: "fr" });
    await choose(who, "marketing", true);
    await choose(who, "analytics", true);
    await choose(who, "analytics", false);
    await ownedBy(who, "generation");
    await ownedBy(who, "data_export");
    await who.put("/privacy/directive", {
      choices: { creations: "hand_over", account: "erase", creditHistory: "keep" },
      executor: { name: "Zoé “Z” Petit", email: "zoe@example.org" },
      noticeVersion: NOTICE_VERSION,
      noticeLocale: "fr",
      consent: true,
    });
    await who.put("/privacy/restriction", { purge: "as_usual" });
    const panel = v.parse(PrivacyPanel, await (await who.get("/privacy")).json());
    const alone = async (path: string) => (await who.get(`/privacy/${path}`)).json();
    expect(panel.exports).toEqual(await alone("exports"));
    expect(panel.consents).toEqual(await alone("consents"));
    expect(panel.restriction).toEqual(await alone("restriction"));
    expect(panel.directive).toEqual(await alone("directive"));
    expect([panel.exports.items.length, panel.consents.history.items.length]).toEqual([1, 3]);
    expect(panel.directive.current?.executor?.name).toBe("Zoé “Z” Petit");
    expect(panel.restriction).toMatchObject({ restricted: true, purge: "as_usual" });
  });

  test("the first view costs two round trips to the database: the session, and one for all that it shows", async () => {
    await ana.get("/privacy");
    const port = Number(new URL(process.env.DATABASE_URL ?? "").port);
    const trips = await roundTrips(port, async () => expect((await ana.get("/privacy")).status).toBe(200));
    expect(trips).toBe(2);
  });

  test("the first view says what policy is in force, who receives something, and that nothing is suspended", async () => {
    const { policy, recipients, transfersSuspended } = await read(ana, "/privacy", PrivacySummary);
    expect([policy.version, recipients, transfersSuspended]).toEqual([2, [], null]);
  });

  test("all that rests on a legitimate interest can be objected to, and what weighs against it is said, in both languages", async () => {
    const declared = [...personalTables().map(({ table }) => mapOf(table)), ...PLACES];
    const purposes = declared.filter(({ legalBasis }) => legalBasis === "legitimate_interest");
    for (const who of [ana, luc]) {
      const { objections } = await read(who, "/privacy", PrivacySummary);
      expect(objections.map(({ purpose }) => purpose)).toEqual(["security", "support"]);
      expect(objections.flatMap(({ name, weighed }) => [name, weighed])).not.toContain("");
      const offered = objections.map(({ purpose }) => purpose);
      expect(purposes.filter(({ purpose }) => !offered.includes(purpose))).toEqual([]);
    }
  });
});

describe("transfers", () => {
  test("each call says what was sent, to whom, how much, on which ground, and when the copy there was deleted", async () => {
    const who = await person();
    const generationId = (await ownedBy(who, "generation")) as Id<"generation">;
    await send(who, generationId, 1234);
    await transaction(async () => {
      await rememberRemoteItem({
        accountId: who.accountId,
        generationId,
        kind: "video_file",
        remoteId: "77",
      });
      await requestRemoteDeletion(generationId);
    });
    const before = await read(who, "/privacy/transfers", TransferPage);
    expect(before.items[0]).toMatchObject({
      processor: {
        id: "minimax",
        name: expect.stringMatching(/^the stand-in/),
        country: null,
        countryName: null,
      },
      operation: "Clip requested",
      bytes: 1234,
      ground: { code: "contract" },
      generationId,
      remoteItems: [{ kind: "video_file", deletedAt: null, deletionPending: true }],
    });
    expect(before.items[0]?.fields.map(({ name }) => name)).toEqual([
      "name of the model",
      "your prompt",
      "your first picture",
    ]);
    expect(before.totals).toMatchObject([{ calls: 1, bytes: 1234, remoteItemsLeft: 1 }]);
    const [item] = await db().select().from(remoteItem).where(belongsTo(remoteItem, who.accountId));
    await confirmDeletion({ table: "remote_item", id: item?.id ?? "" });
    const after = await read(who, "/privacy/transfers", TransferPage);
    expect(after.items[0]?.remoteItems[0]).toMatchObject({
      deletedAt: expect.any(String),
      deletionPending: false,
    });
    expect(after.totals).toMatchObject([{ remoteItemsLeft: 0 }]);
    expect(JSON.stringify(after)).not.toContain('"77"');
  });

  test("pages follow each other without a gap, totals are over all of them, and nobody else's calls are in", async () => {
    const who = await person();
    const generationId = await ownedBy(who, "generation");
    for (let call = 1; call <= 5; call++) await send(who, generationId, call);
    await send(luc, await ownedBy(luc, "generation"), 999);
    const seen: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor ? `&cursor=${cursor}` : "";
      const page: TransferPage = await read(who, `/privacy/transfers?limit=2${query}`, TransferPage);
      expect(page.totals).toMatchObject([{ calls: 5, bytes: 15 }]);
      seen.push(...page.items.map(({ bytes }) => bytes));
      cursor = page.next;
    }
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("somebody who has sent nothing sees an empty ledger", async () => {
    expect(await read(await person(), "/privacy/transfers", TransferPage)).toEqual({
      items: [],
      next: null,
      totals: [],
      safeguards: [],
    });
  });
});
