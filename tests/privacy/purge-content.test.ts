/** What a period does not take: what is held for its person, work in hand, and what something younger still needs. */
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { DAY, HOUR, setClock } from "../../core/base/clock.ts";
import { db, one, transaction } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { listObjects, newKey, putObject } from "../../core/base/storage.ts";
import { holdCredits } from "../../core/credit/ledger.ts";
import type { GenerationView } from "../../core/generation/generation.schema.ts";
import { generation, generationInput } from "../../core/generation/generation.sql.ts";
import { media } from "../../core/media/media.sql.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { startSession } from "../../core/session/session.ts";
import { run } from "../../functions/clock/purge.ts";
import type { Person } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";

const START = new Date("2025-03-30T00:30:00.000Z");
const YEAR_LATER = new Date("2026-03-30T00:30:00.000Z");
const at = (instant: Date) => setClock(() => instant);
const plus = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);

beforeEach(() => at(START));
afterEach(async () => {
  setClock();
  await owner`truncate media, generation, generation_input, recent_prompt, mail`;
});

/** An uploaded picture with its object. */
async function picture({ accountId }: Person) {
  const objectKey = newKey();
  await putObject("media", objectKey, Buffer.from(objectKey), "image/png");
  const file = { fileName: "beach.png", contentType: "image/png", bytes: 42, objectKey };
  return one(
    await db()
      .insert(media)
      .values({ accountId, state: "ready", ...file })
      .returning(),
  );
}

type Row = typeof generation.$inferInsert;
/** A clip that was made, from pictures. */
async function clip({ accountId }: Person, pictures: Id<"media">[] = [], values: Partial<Row> = {}) {
  const settings = {
    kind: "clip",
    model: "MiniMax-Hailuo-2.3",
    durationSeconds: 6,
    resolution: "768P",
  } as const;
  const now = new Date();
  const row = { accountId, kind: "clip", model: settings.model, prompt: "A lighthouse", settings } as const;
  const made = {
    state: "ready",
    credits: 3,
    creditsCharged: 3,
    requestHash: "none",
    finishedAt: now,
  } as const;
  const rows = db()
    .insert(generation)
    .values({ ...row, ...made, wakeAt: now, deadlineAt: now, ...values });
  const { id } = one(await rows.returning({ id: generation.id }));
  for (const mediaId of pictures)
    await db().insert(generationInput).values({ generationId: id, role: "first_frame", mediaId });
  return id;
}

const files = async () => (await owner`select id from media`).length;
const clips = async () => (await owner`select id from generation`).length;
const restrict = ({ accountId }: Person, purgeWhileRestricted: "keep" | "as_usual" | null) =>
  db()
    .update(account)
    .set({ restrictedAt: new Date(), purgeWhileRestricted })
    .where(eq(account.id, accountId));
const lift = ({ accountId }: Person) =>
  db()
    .update(account)
    .set({ restrictedAt: null, purgeWhileRestricted: null })
    .where(eq(account.id, accountId));

test("a picture goes after its year although a younger clip was made from it; the clip stays, without it", async () => {
  const ana = await person();
  const { id, objectKey } = await picture(ana);
  at(plus(START, 300 * DAY));
  const clipId = await clip(ana, [id]);
  at(YEAR_LATER);
  expect(await purge(["content"])).toContainEqual(
    expect.objectContaining({ table: "media", found: 1, deleted: 1, failed: 0, oldestLeft: undefined }),
  );
  expect((await listObjects("media")).map(({ key }) => key)).not.toContain(objectKey);
  const { token } = await startSession(ana.accountId);
  const view = (await (await browser(token).get(`/generations/${clipId}`)).json()) as GenerationView;
  expect(view).toMatchObject({ id: clipId, state: "ready", inputs: [] });
  at(plus(YEAR_LATER, 300 * DAY));
  await purge(["content"]);
  expect(await clips()).toBe(0);
});

test("a picture that a clip is being made from stays until that is over, and goes with the next run", async () => {
  const ana = await person();
  const { id } = await picture(ana);
  at(plus(YEAR_LATER, -HOUR));
  const clipId = await clip(ana, [id], { state: "running", finishedAt: null, creditsCharged: null });
  at(YEAR_LATER);
  await run();
  expect(await files()).toBe(1);
  await owner`update generation set state = 'ready', finished_at = ${YEAR_LATER} where id = ${clipId}`;
  await run();
  expect([await files(), await clips()]).toEqual([0, 1]);
});

test("a clip stays as long as its file, which is younger by minutes; nothing is left a day after the year", async () => {
  const ana = await person();
  const clipId = await clip(ana);
  at(plus(START, HOUR));
  const { id } = await picture(ana);
  await db().update(media).set({ generationId: clipId }).where(eq(media.id, id));
  at(YEAR_LATER);
  await run();
  expect([await files(), await clips()]).toEqual([1, 1]);
  at(plus(YEAR_LATER, HOUR));
  await run();
  expect([await files(), await clips()]).toEqual([0, 0]);
});

test.each(["keep", null] as const)(
  "while processing is restricted (%s) content is kept beyond its year, and goes at once when it is lifted",
  async (choice) => {
    const [ana, bob] = [await person(), await person()];
    await picture(ana);
    await clip(ana);
    await picture(bob);
    await restrict(ana, choice);
    at(plus(YEAR_LATER, 800 * DAY));
    await run();
    expect([await files(), await clips()]).toEqual([1, 1]);
    const [evidence] = (await purge(["content"])).filter(({ table }) => table === "media");
    expect(evidence).toMatchObject({ found: 0, failed: 0, oldestLeft: undefined });
    await lift(ana);
    await run();
    expect([await files(), await clips()]).toEqual([0, 0]);
  },
);

test("who chose the usual periods while processing is restricted keeps nothing beyond them", async () => {
  const ana = await person();
  await picture(ana);
  await restrict(ana, "as_usual");
  at(plus(YEAR_LATER, -1));
  await run();
  expect(await files()).toBe(1);
  at(YEAR_LATER);
  await run();
  expect(await files()).toBe(0);
});

test("what is short-lived ends while processing is restricted as well", async () => {
  const ana = await person();
  await restrict(ana, "keep");
  at(plus(START, 91 * DAY));
  await purge();
  expect(await owner`select id from session where account_id = ${ana.accountId}`).toEqual([]);
});

/** A result that came while processing was restricted and that nobody has asked for: unfinished, its price held. */
async function sealed(who: Person) {
  const id = await clip(who, [], {
    state: "storing",
    finishedAt: null,
    creditsCharged: null,
    sealedAt: new Date(),
  });
  await transaction(() => holdCredits(who.accountId, id, 3));
  const { id: mediaId, objectKey } = await picture(who);
  const place = { generationId: id, objectKey: null, sealedKey: objectKey };
  await db().update(media).set(place).where(eq(media.id, mediaId));
}
const books = async ({ accountId }: Person) =>
  (
    await owner`select
    sum(case when to_book = 'held' then credits when from_book = 'held' then -credits else 0 end)::int as held,
    sum(case when to_book = 'available' then credits when from_book = 'available' then -credits else 0 end)::int as available
    from credit_entry where account_id = ${accountId}`
  )[0];

test("unfinished work of a year ends before it goes: its credits come back, and none are stuck", async () => {
  const ana = await person({ credits: 10 });
  await sealed(ana);
  await restrict(ana, "as_usual");
  expect(await books(ana)).toEqual({ held: 3, available: 7 });
  at(plus(YEAR_LATER, -1));
  await run();
  expect(await books(ana)).toEqual({ held: 3, available: 7 });
  at(YEAR_LATER);
  await run();
  expect(await books(ana)).toEqual({ held: 0, available: 10 });
  expect([await files(), await clips()]).toEqual([0, 0]);
});

test("the engine alone never takes unfinished work, at whatever age", async () => {
  const ana = await person({ credits: 10 });
  await sealed(ana);
  await restrict(ana, "as_usual");
  at(plus(YEAR_LATER, 3000 * DAY));
  await purge();
  expect(await clips()).toBe(1);
  expect(await books(ana)).toEqual({ held: 3, available: 7 });
});

test("unfinished work stays as it is for who keeps everything while processing is restricted", async () => {
  const ana = await person({ credits: 10 });
  await sealed(ana);
  await restrict(ana, "keep");
  at(plus(YEAR_LATER, 3000 * DAY));
  await run();
  expect([await files(), await clips(), await books(ana)]).toEqual([1, 1, { held: 3, available: 7 }]);
});
