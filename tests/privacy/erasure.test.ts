/** One account erased from the data map alone, while another one like it stands beside it. */
import { createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTableName } from "drizzle-orm";
import { simpleParser } from "mailparser";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listObjects } from "../../core/base/storage.ts";
import { SignedCertificate } from "../../core/privacy/erasure/certificate.schema.ts";
import type { erasure } from "../../core/privacy/erasure/erasure.sql.ts";
import { isGenuine } from "../../core/privacy/erasure/signature.ts";
import { type Held, previewErasure } from "../../core/privacy/erasure-preview.ts";
import { allTables } from "../../core/privacy/inventory.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { verdictOn } from "../../functions/verify-certificate.ts";
import { everyRow } from "../support/catalogue.ts";
import { erased } from "../support/erasure.ts";
import { mailSource } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { browser } from "../support/person.ts";
import { type FullPerson, fullPerson } from "./full-person.ts";

type Row = typeof erasure.$inferSelect;
const ADDRESS = "ana-who-leaves@example.org";
let ana: FullPerson;
let eve: FullPerson;
let before: Map<string, string[]>;
let preview: Held[];
let row: Row;

const objectsOf = async (bucket: "media" | "exports") => (await listObjects(bucket)).map(({ key }) => key);
const anasIn = (rows: readonly string[]) =>
  rows.filter((text) => text.includes("ana-") || text.includes(ana.accountId));

beforeAll(async () => {
  [ana, eve] = [await fullPerson("ana"), await fullPerson("eve")];
  await owner`update account set email = ${ADDRESS} where id = ${ana.accountId}`;
  before = await everyRow();
  preview = await previewErasure(ana.accountId, "fr");
  row = await erased(ana.accountId);
}, 60_000);

describe("what is left", () => {
  test("nothing names her but what the map keeps, and that under a pseudonym", async () => {
    const kept = allTables().filter(({ table }) => mapOf(table).onErase !== "delete");
    const names = kept.map(({ table }) => getTableName(table));
    let seen = 0;
    for (const [table, rows] of await everyRow()) {
      const [hers, theirs] = [anasIn(before.get(table) ?? []), anasIn(rows)];
      seen += hers.length;
      const stay = rows.filter((text) => text.includes(pseudonymOf(ana.accountId)));
      expect([table, rows.some((text) => text.includes(ana.accountId))]).toEqual([table, false]);
      if (!names.includes(table)) expect([table, theirs]).toEqual([table, []]);
      else if (hers.length > 0) expect([table, stay.length]).toEqual([table, hers.length]);
    }
    expect(seen).toBeGreaterThan(30);
  });

  test("no object of hers is in storage, and all of the other's are", async () => {
    const keys = [...(await objectsOf("media")), ...(await objectsOf("exports"))];
    const left = keys.filter((key) => JSON.stringify([...ana.made]).includes(key));
    expect(left).toEqual([]);
    expect(keys.filter((key) => JSON.stringify([...eve.made]).includes(key)).length).toBeGreaterThan(5);
  });

  test("nothing of the other one has moved", async () => {
    const eves = (rows: readonly string[] = []) =>
      rows.filter((text) => text.includes("eve-") || text.includes(eve.accountId)).sort();
    for (const [table, rows] of await everyRow()) expect(eves(rows)).toEqual(eves(before.get(table)));
  });

  test("her session and her address open nothing, as if there had never been an account", async () => {
    expect((await ana.get("/account")).status).toBe(401);
    const unknown = await browser().post("/session", { email: "nobody@example.org", password: "wrong pass" });
    const hers = await browser().post("/session", { email: ADDRESS, password: "wrong pass" });
    const said = async (answer: Response) => ({ ...(await answer.json()), requestId: "" });
    expect(hers.status).toBe(401);
    expect(await said(hers)).toEqual(await said(unknown));
  });
});

describe("what the closing page has said", () => {
  test("is what was done, table by table, row by row", () => {
    const lost = preview.filter(({ kept }) => kept === undefined);
    const kept = preview.filter((held) => held.kept !== undefined);
    const tally = (held: readonly Held[]) => Object.fromEntries(held.map(({ table, rows }) => [table, rows]));
    expect(lost.length).toBeGreaterThan(10);
    expect(row.counts.deleted).toEqual(tally(lost));
    expect(row.counts.kept).toEqual(tally(kept));
  });
});

describe("the certificate", () => {
  const dir = mkdtempSync(join(tmpdir(), "certificate-"));
  const file = join(dir, "certificate.json");
  const keyFile = join(dir, "key.pem");
  afterAll(() => rmSync(dir, { recursive: true }));
  const certificate = () => v.parse(SignedCertificate, row.certificate);

  test("came by mail as it is kept, in her language, and the address was forgotten then", async () => {
    const mail = await simpleParser(await mailSource(ADDRESS));
    expect(mail.subject).toBe("Votre compte a été effacé");
    expect(mail.text).toContain("3 place de Fontenoy");
    const [attached] = mail.attachments;
    expect(JSON.parse(String(attached?.content))).toEqual(row.certificate);
    expect(row).toMatchObject({ step: "done", person: null, traces: null, finishedAt: expect.any(Date) });
  });

  test("counts what went, and says what stays, until when and why", () => {
    const { erased: gone, kept, files, journal, scan } = certificate();
    expect(Object.fromEntries(gone.map(({ table, rows }) => [table, rows]))).toEqual(row.counts.deleted);
    expect(files.map(({ place }) => place).sort()).toEqual(["exports", "media"]);
    expect(journal).toEqual(expect.any(Number));
    expect(scan).toMatchObject({ tables: expect.any(Number), objects: expect.any(Number) });
    expect(kept.length).toBeGreaterThan(0);
    for (const { until, because } of kept)
      expect([until, because]).toEqual([expect.any(String), expect.stringMatching(/./)]);
  });

  test("names nobody: no name, no address, no id", () => {
    const text = JSON.stringify(row.certificate);
    for (const secret of ["ana", ADDRESS, ana.accountId, row.pseudonym]) expect(text).not.toContain(secret);
  });

  test("is genuine by the published key, and no longer when a single number is another one", async () => {
    const { pem, key } = await (await browser().get("/erasure-certificates/key")).json();
    expect(certificate().signature.key).toBe(key);
    expect(isGenuine(certificate(), createPublicKey(pem))).toBe(true);
    const bent = { ...certificate(), messages: certificate().messages + 1 };
    expect(isGenuine(bent, createPublicKey(pem))).toBe(false);
    writeFileSync(keyFile, pem);
    writeFileSync(file, JSON.stringify(bent));
    expect(await verdictOn(file, keyFile)).toMatchObject({ genuine: false });
    writeFileSync(file, JSON.stringify(row.certificate, null, 2));
    expect(await verdictOn(file, keyFile)).toMatchObject({ genuine: true });
    expect(await verdictOn(file)).toMatchObject({ genuine: true });
    writeFileSync(file, "{}");
    expect(await verdictOn(file, keyFile)).toMatchObject({ genuine: false });
  });

  test("is not genuine when a name stands in it twice: a reader may see the value that was not signed", async () => {
    const text = JSON.stringify(row.certificate, null, 2);
    const answers: boolean[] = [];
    for (const added of ['"messages": 999, "messages":', '"mess\\u0061ges": 999, "messages":']) {
      writeFileSync(file, text.replace('"messages":', added));
      answers.push((await verdictOn(file)).genuine);
    }
    expect(answers).toEqual([false, false]);
  });
});
