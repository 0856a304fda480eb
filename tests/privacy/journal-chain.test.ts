import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "../../core/base/database.ts";
import { deleteObjects, putObject, readBytes } from "../../core/base/storage.ts";
import { keepLinks, readPending, readPosition, storeLink } from "../../core/privacy/journal/chain.ts";
import { writeJournal, writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { keyOf, makeLink, readLink } from "../../core/privacy/journal/link.ts";
import { checkStanding, distrust, standing } from "../../core/privacy/journal/standing.ts";
import { refillJournal, verifyJournal } from "../../core/privacy/journal/verify.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { owner } from "../support/owner.ts";

const LINKS = 5;
const MIDDLE = 3;
const erasure = () => ({ kind: "erasure", subject: pseudonymOf(randomUUID()) }) as const;
const bodyOf = async (sequence: number) =>
  Buffer.from((await readBytes("journal", keyOf(sequence))) ?? "").toString();
const put = (sequence: number, body: string) =>
  putObject("journal", keyOf(sequence), Buffer.from(body), "application/json");
const verify = (read: boolean) => verifyJournal({ since: 0, read });

beforeAll(async () => {
  for (let link = 0; link < LINKS; link++) await writeJournalNow(erasure());
});

test("links follow each other: numbers without a gap, each with the hash of the one before", async () => {
  let previous = "0".repeat(64);
  for (let sequence = 1; sequence <= LINKS; sequence++) {
    const link = readLink(sequence, await bodyOf(sequence));
    expect(link).toMatchObject({ sequence, previous });
    previous = link.hash;
  }
  expect(await verify(true)).toBe(LINKS);
  expect(await checkStanding()).toBe("current");
});

type Content = Record<string, unknown> & { entries: Record<string, unknown>[] };
const TAMPERS: [string, (link: Content) => unknown][] = [
  ["its version", (link) => ({ ...link, version: 2 })],
  ["its number", (link) => ({ ...link, sequence: MIDDLE + 1 })],
  ["its instant", (link) => ({ ...link, at: "2020-01-01T00:00:00.000Z" })],
  ["the hash of the one before", (link) => ({ ...link, previous: "1".repeat(64) })],
  ["its own hash", (link) => ({ ...link, hash: "2".repeat(64) })],
  ["an entry less", (link) => ({ ...link, entries: [] })],
  ["an entry more", (link) => ({ ...link, entries: [...link.entries, ...link.entries] })],
  ["whom an entry is about", (link) => withEntry(link, { entry: erasure() })],
  ["an entry's id", (link) => withEntry(link, { id: randomUUID() })],
  ["an entry's instant", (link) => withEntry(link, { at: "2020-01-01T00:00:00.000Z" })],
  ["a field more", (link) => ({ ...link, note: "" })],
  ["the order of its fields", ({ version, ...rest }) => ({ ...rest, version })],
];
const withEntry = (link: Content, change: object) => ({
  ...link,
  entries: [{ ...link.entries[0], ...change }],
});

describe("a link in the bucket that was changed is found, by reading it and by the listing alone", () => {
  test.each(TAMPERS)("%s", async (_, tamper) => {
    const whole = await bodyOf(MIDDLE);
    await put(MIDDLE, JSON.stringify(tamper(JSON.parse(whole))));
    await expect(verify(true)).rejects.toThrow(`link ${MIDDLE} `);
    await expect(verify(false)).rejects.toThrow(`link ${MIDDLE} `);
    await put(MIDDLE, whole);
    expect(await verify(false)).toBe(LINKS);
  });

  test("whose hash was made to fit again", async () => {
    const whole = await bodyOf(MIDDLE);
    const { previous, entries, at } = readLink(MIDDLE, whole);
    const forged = makeLink(
      { sequence: MIDDLE - 1, hash: previous },
      entries.map((entry) => ({ ...entry, entry: erasure() })),
      new Date(at),
    );
    await put(MIDDLE, forged.body);
    await expect(verify(true)).rejects.toThrow(`link ${MIDDLE} is another one`);
    await expect(verify(false)).rejects.toThrow(`link ${MIDDLE} is another one`);
    await put(MIDDLE, whole);
  });

  test("that is the newest: then nothing is served at all", async () => {
    const whole = await bodyOf(LINKS);
    await put(LINKS, whole.replace(/"at":"\d{4}/, '"at":"2001'));
    distrust();
    expect(await standing()).toBe("broken");
    await put(LINKS, whole);
    distrust();
    expect(await standing()).toBe("current");
  });
});

test("a link that is gone from the bucket is found, and put back from the database when the operator says so", async () => {
  const [middle, newest] = [await bodyOf(MIDDLE), await bodyOf(LINKS)];
  await deleteObjects("journal", [keyOf(MIDDLE)]);
  await expect(verify(false)).rejects.toThrow(
    `link ${MIDDLE} is known to the database and not in the bucket`,
  );
  expect(await checkStanding()).toBe("current");
  await deleteObjects("journal", [keyOf(LINKS)]);
  await expect(checkStanding()).rejects.toThrow(
    `link ${LINKS} is known to the database and not in the bucket`,
  );
  expect(await refillJournal()).toBe(2);
  expect([await bodyOf(MIDDLE), await bodyOf(LINKS)]).toEqual([middle, newest]);
  expect(await verify(true)).toBe(LINKS);
});

test("a bucket that was lost whole stops the service: the database is never taken to be ahead", async () => {
  const keys = Array.from({ length: LINKS }, (_, index) => keyOf(index + 1));
  await deleteObjects("journal", keys);
  await expect(checkStanding()).rejects.toThrow(`link ${LINKS} is known to the database`);
  expect(await refillJournal()).toBe(LINKS);
  expect(await checkStanding()).toBe("current");
});

test("a gap after the database's position is found", async () => {
  const position = await readPosition();
  const next = makeLink(
    position,
    [{ id: randomUUID(), at: new Date().toISOString(), entry: erasure() }],
    new Date(),
  );
  const later = makeLink(next, next.entries, new Date());
  await storeLink(later);
  await expect(checkStanding()).rejects.toThrow(`link ${next.sequence} is missing, and there are later ones`);
  await deleteObjects("journal", [keyOf(later.sequence)]);
});

test("nobody changes a link in the database: not who serves, not the owner, not the eraser", async () => {
  await expect(owner`update journal_link set hash = 'x'`).rejects.toThrow("append-only");
  await expect(owner`delete from journal_link`).rejects.toThrow("append-only");
  await expect(owner`truncate journal_link`).rejects.toThrow("append-only");
  for (const role of ["app", "eraser"])
    await expect(
      owner.begin(async (as) => {
        await as.unsafe(`set local role ${role}`);
        await as`update journal_link set hash = 'x'`;
      }),
    ).rejects.toThrow();
});

test("a relay that died between the bucket and the database: its link is adopted, and no entry is stored twice", async () => {
  await owner`insert into journal_pending (id, entry, created_at) values (${randomUUID()}, ${owner.json(erasure())}, now())`;
  const entries = (await readPending(10)).map(({ id, createdAt, entry }) => ({
    id,
    at: createdAt.toISOString(),
    entry,
  }));
  const before = await readPosition();
  expect(await storeLink(makeLink(before, entries, new Date()))).toBe(true);
  expect(await checkStanding()).toBe("current");
  expect(await readPosition()).toMatchObject({ sequence: before.sequence + 1 });
  expect(await readPending(10)).toEqual([]);
});

test("the same, found by the next relay, which then stores its own entry behind it", async () => {
  await owner`insert into journal_pending (id, entry, created_at) values (${randomUUID()}, ${owner.json(erasure())}, now())`;
  const [row] = await readPending(1);
  if (!row) throw new Error("nothing waits");
  const before = await readPosition();
  await storeLink(
    makeLink(
      before,
      [{ ...row, at: row.createdAt.toISOString() }].map(({ id, at, entry }) => ({ id, at, entry })),
      new Date(),
    ),
  );
  await writeJournalNow(erasure());
  expect(await readPosition()).toMatchObject({ sequence: before.sequence + 2 });
  expect(await readPending(10)).toEqual([]);
  expect(await verify(true)).toBe(before.sequence + 2);
});

test("a relay that finds a link of which this database knows nothing stores nothing, and closes the service", async () => {
  const position = await readPosition();
  const link = makeLink(
    position,
    [{ id: randomUUID(), at: new Date().toISOString(), entry: erasure() }],
    new Date(),
  );
  expect(await standing()).toBe("current");
  await storeLink(link);
  await expect(writeJournalNow(erasure())).rejects.toThrow();
  expect(await standing()).toBe("behind");
  expect(await readPending(10)).toHaveLength(1);
  await keepLinks([link]);
  distrust();
  await transaction(() => writeJournal(erasure()));
  expect(await readPending(10)).toEqual([]);
  expect(await standing()).toBe("current");
});
