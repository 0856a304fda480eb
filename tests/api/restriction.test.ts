import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RestrictionView } from "../../core/account/restriction.schema.ts";
import { HOUR, now, setClock } from "../../core/base/clock.ts";
import { listObjects, putObject } from "../../core/base/storage.ts";
import { sweepOrphanObjects } from "../../core/privacy/sweep/orphans.ts";
import { startSession } from "../../core/session/session.ts";
import { run as emptyTrash } from "../../functions/clock/empty-trash.ts";
import { run as relay } from "../../functions/clock/relay.ts";
import { handler } from "../../functions/queue/generate.ts";
import { drain } from "../support/drain.ts";
import { ask, bringMessage, bringUntil, image, type Person, rowOf, speech } from "../support/generation.ts";
import { untilWaiting } from "../support/lock-waits.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { answerWith, inBand, sent } from "../support/provider.ts";

beforeEach(() => {
  sent.length = 0;
  answerWith();
});
afterEach(() => setClock());

const viewIn = async (answer: Response) => (await answer.json()) as RestrictionView;
const codeIn = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const restrict = (who: Person, purge = "keep") => who.put("/privacy/restriction", { purge });
const balance = async (who: Person) => (await who.get("/credits")).json();
const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
const subjectsTo = async (who: Person) => (await mailsTo(who.email)).map(({ subject }) => subject).sort();
/** Announces and confirms. */
async function lift(who: Person, sealed: "keep" | "discard") {
  expect((await who.delete("/privacy/restriction")).status).toBe(202);
  return who.put("/privacy/restriction/lift", { sealed });
}
/** As a job stands whose task the provider works on. */
const atProvider = async (who: Person, prompt: string) => {
  const { id } = await ask(who, speech(prompt));
  await bringUntil(id, "storing");
  return id;
};

describe("restricting", () => {
  test("holds at once for every session of the account, and reading goes on", async () => {
    const ana = await person({ credits: 10 });
    const other = browser((await startSession(ana.accountId)).token);
    expect(await viewIn(await restrict(ana))).toMatchObject({ restricted: true, purge: "keep", lift: null });
    const upload = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 1000 };
    for (const device of [ana, other]) {
      expect(await codeIn(await device.post("/media", upload))).toBe("account_restricted");
      expect((await device.get("/generations")).status).toBe(200);
    }
    expect((await (await ana.get("/account")).json()) as object).toMatchObject({ restricted: true });
  });

  test("asks what the yearly purge does meanwhile, keeps the choice, and can be asked again", async () => {
    const ana = await person();
    expect((await ana.put("/privacy/restriction", {})).status).toBe(400);
    const first = await viewIn(await restrict(ana, "as_usual"));
    later(HOUR);
    const second = await viewIn(await restrict(ana, "keep"));
    expect([first.purge, second.purge, second.since]).toEqual(["as_usual", "keep", first.since]);
    expect(await mailsTo(ana.email)).toHaveLength(1);
  });

  test("asked again at the moment that it is lifted elsewhere, it holds with the choice that was made", async () => {
    const ana = await person();
    await restrict(ana);
    const answer = await owner.begin(async (lifting) => {
      await lifting`update account set restricted_at = null, purge_while_restricted = null where id = ${ana.accountId}`;
      const waiting = restrict(ana, "as_usual");
      await untilWaiting();
      return { waiting };
    });
    expect(await viewIn(await answer.waiting)).toMatchObject({ restricted: true, purge: "as_usual" });
  });

  test("cancels what waits in our line, refunded at once, and nothing of it reaches the provider", async () => {
    const ana = await person({ credits: 10 });
    const jobs = [await ask(ana, image("first canary")), await ask(ana, speech("second canary"))];
    await restrict(ana);
    for (const { id } of jobs)
      expect(await rowOf(id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
    expect(await balance(ana)).toMatchObject({ available: 10, held: 0 });
    await drain({ generate: handler });
    expect(sent.filter(({ body }) => body.includes("canary"))).toEqual([]);
  });

  test("during an upload: the file is refused with a clear answer, and accepted after the lifting", async () => {
    const ana = await person();
    const bytes = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
    const file = { fileName: "beach.png", contentType: "image/png", bytes: bytes.length };
    const ticket = (await (await ana.post("/media", file)).json()) as { media: { id: string } };
    await restrict(ana);
    const [row] = await owner`select upload_key from media where id = ${ticket.media.id}`;
    await putObject("media", row?.upload_key, bytes, "image/png");
    const refused = await ana.post(`/media/${ticket.media.id}/complete`);
    expect([refused.status, await codeIn(refused)]).toEqual([423, "account_restricted"]);
    expect(await owner`select state from media where id = ${ticket.media.id}`).toMatchObject([
      { state: "uploading" },
    ]);
    await lift(ana, "keep");
    expect((await ana.post(`/media/${ticket.media.id}/complete`)).status).toBe(200);
  });

  test("of 20 requests that race with it none is left to run, and no credit is lost", async () => {
    const ana = await person({ credits: 100 });
    const asking = Array.from({ length: 20 }, (_, n) => ask(ana, speech(`race ${n}`)).catch(() => undefined));
    await Promise.all([...asking, restrict(ana)]);
    await drain({ generate: handler });
    await relay();
    await drain({ generate: handler });
    const states = await owner`select distinct state from generation where account_id = ${ana.accountId}`;
    expect(states.every(({ state }) => state === "cancelled" || state === "storing")).toBe(true);
    expect(await balance(ana)).toMatchObject({ spent: 0 });
    const [open] = await owner`select coalesce(sum(credits), 0)::int as held from generation
      where account_id = ${ana.accountId} and finished_at is null`;
    expect(await balance(ana)).toMatchObject({ held: open?.held, available: 100 - open?.held });
  });
});

describe("a job that the provider has begun", () => {
  test("is sealed when its result comes: stored, shown to nobody, not downloadable, not charged", async () => {
    const ana = await person({ credits: 10 });
    const id = await atProvider(ana, "bonjour");
    await restrict(ana);
    await drain({ generate: handler });
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "storing", finishedAt: null, sealedAt: expect.any(Date) });
    const [file] = await owner`select id, object_key, sealed_key from media where generation_id = ${id}`;
    expect(file).toMatchObject({ object_key: null, sealed_key: expect.any(String) });
    const isStored = async () => (await listObjects("media")).some(({ key }) => key === file?.sealed_key);
    const time = now().getTime() + 3 * HOUR;
    setClock(() => new Date(time));
    await sweepOrphanObjects();
    setClock();
    expect(await isStored()).toBe(true);
    expect(await (await ana.get(`/generations/${id}`)).json()).toMatchObject({ sealed: true, outputs: [] });
    for (const path of [`/media/${file?.id}`, `/media/${file?.id}/file`])
      expect((await ana.get(path)).status).toBe(404);
    expect(await balance(ana)).toMatchObject({ spent: 0, held: 1 });
    const view = await viewIn(await ana.get("/privacy/restriction"));
    expect(view.sealed).toEqual({ generations: 1, underWay: 0, credits: 1 });
  });

  test("stays sealed however late it becomes: no deadline and no watchdog touches it", async () => {
    const ana = await person({ credits: 10 });
    const id = await atProvider(ana, "bonjour");
    await restrict(ana);
    await drain({ generate: handler });
    const sealed = await rowOf(id);
    later(100 * HOUR);
    await relay();
    await drain({ generate: handler });
    await bringMessage(id);
    expect(await rowOf(id)).toEqual(sealed);
  });

  test("that comes back to our line because the provider was busy is cancelled there, not sent again", async () => {
    const ana = await person({ credits: 10 });
    const { id } = await ask(ana, speech("busy canary"));
    answerWith(async () => {
      await restrict(ana);
      return inBand(1002);
    });
    await bringMessage(id);
    expect(await rowOf(id)).toMatchObject({ state: "queued", finishedAt: null });
    answerWith();
    expect(await bringMessage(id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
    expect(sent.filter(({ body }) => body.includes("busy canary"))).toHaveLength(1);
    expect(await balance(ana)).toMatchObject({ available: 10, held: 0 });
  });

  test("of four images delivers what came, and charges no more than that", async () => {
    const ana = await person({ credits: 20 });
    const { id, credits } = await ask(ana, image("four hills", { count: 4 }));
    await bringUntil(id, "storing");
    await restrict(ana);
    await drain({ generate: handler });
    await owner`delete from media where generation_id = ${id} and position = 3`;
    await lift(ana, "keep");
    const view = (await (await ana.get(`/generations/${id}`)).json()) as { outputs: unknown[] };
    expect(view).toMatchObject({ state: "ready", creditsCharged: (credits * 3) / 4 });
    expect(view.outputs).toHaveLength(3);
  });

  test("is delivered and charged when its owner keeps it", async () => {
    const ana = await person({ credits: 10 });
    const id = await atProvider(ana, "bonjour");
    await restrict(ana);
    await drain({ generate: handler });
    expect(await viewIn(await lift(ana, "keep"))).toMatchObject({
      restricted: false,
      sealed: { generations: 0, credits: 0 },
    });
    const view = (await (await ana.get(`/generations/${id}`)).json()) as {
      outputs: { fileUrl: string }[];
    };
    expect(view).toMatchObject({ state: "ready", sealed: false, creditsCharged: 1 });
    expect((await ana.get(view.outputs[0]?.fileUrl.replace("/api", "") ?? "")).status).toBe(302);
    expect(await balance(ana)).toMatchObject({ spent: 1, held: 0, available: 9 });
  });

  test("is refunded and its files go when its owner discards it, whether it has come or not", async () => {
    const ana = await person({ credits: 10 });
    const come = await atProvider(ana, "bonjour");
    await restrict(ana);
    await drain({ generate: handler });
    await owner`update account set restricted_at = null where id = ${ana.accountId}`;
    const coming = await atProvider(ana, "bonsoir");
    await restrict(ana);
    await lift(ana, "discard");
    for (const id of [come, coming])
      expect(await rowOf(id)).toMatchObject({ state: "fenced", creditsCharged: 0, sealedAt: null });
    const files = await owner`select deleted_at, sealed_key from media where generation_id = ${come}`;
    expect(files).toMatchObject([{ deleted_at: expect.any(Date) }]);
    // Taking the deletion of its generation back brings nothing of it back.
    expect((await ana.delete(`/generations/${come}`)).status).toBe(204);
    expect((await ana.post(`/generations/${come}/restore`)).status).toBe(200);
    later(HOUR + 1);
    await emptyTrash();
    expect((await listObjects("media")).map(({ key }) => key)).not.toContain(files[0]?.sealed_key);
    setClock();
    await drain({ generate: handler });
    expect(await owner`select 1 from media where generation_id = ${coming}`).toEqual([]);
    expect(await balance(ana)).toMatchObject({ available: 10, held: 0, spent: 0 });
  });
});

describe("lifting", () => {
  test("happens only when it was announced, by a mail as well, and then confirmed", async () => {
    const ana = await person({ locale: "fr" });
    await restrict(ana);
    const hasty = await ana.put("/privacy/restriction/lift", { sealed: "keep" });
    expect([hasty.status, await codeIn(hasty)]).toEqual([409, "lift_not_announced"]);
    const announced = await viewIn(await ana.delete("/privacy/restriction"));
    expect(announced).toMatchObject({ restricted: true, lift: { confirmBefore: expect.any(String) } });
    expect(await subjectsTo(ana)).toContain("Le traitement de vos données va reprendre");
    expect((await ana.post("/media", {})).status).toBe(400);
    expect(await viewIn(await ana.get("/privacy/restriction"))).toMatchObject({ restricted: true });
    const lifted = await viewIn(await ana.put("/privacy/restriction/lift", { sealed: "keep" }));
    expect(lifted).toMatchObject({ restricted: false, since: null, lift: null });
  });

  test("can be thought better of, and an announcement of two days ago is none", async () => {
    const ana = await person();
    await restrict(ana);
    await ana.delete("/privacy/restriction");
    expect(await viewIn(await ana.delete("/privacy/restriction/lift"))).toMatchObject({
      restricted: true,
      lift: null,
    });
    const confirm = () => ana.put("/privacy/restriction/lift", { sealed: "keep" });
    expect(await codeIn(await confirm())).toBe("lift_not_announced");
    await ana.delete("/privacy/restriction");
    later(48 * HOUR);
    expect(await viewIn(await ana.get("/privacy/restriction"))).toMatchObject({ lift: null });
    expect(await codeIn(await confirm())).toBe("lift_not_announced");
  });

  test("an announcement that holds is not mailed again, and nothing restricted gives a conflict", async () => {
    const ana = await person();
    expect(await codeIn(await ana.delete("/privacy/restriction"))).toBe("conflict");
    expect(await codeIn(await ana.put("/privacy/restriction/lift", { sealed: "keep" }))).toBe("conflict");
    await restrict(ana);
    for (let n = 0; n < 5; n++) await ana.delete("/privacy/restriction");
    expect(await subjectsTo(ana)).toEqual([
      "Processing of your data is about to resume",
      "Processing of your data is restricted",
    ]);
  });
});
