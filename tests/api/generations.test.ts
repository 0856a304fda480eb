import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, now, setClock } from "../../core/base/clock.ts";
import type { ModelList } from "../../core/generation/generation.schema.ts";
import { handler } from "../../functions/queue/generate.ts";
import { drain } from "../support/drain.ts";
import {
  ask,
  bringUntil,
  h3,
  hailuo,
  image,
  make,
  type Person,
  picture,
  quoteFor,
  request,
  speech,
  storePicture,
} from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { answerWith } from "../support/provider.ts";

let ana: Person;
beforeAll(async () => {
  ana = await person({ credits: 10_000 });
});
beforeEach(() => {
  answerWith();
  setClock();
});

type Problem = { code: string; detail: string; fields?: { path: string; rule: string; detail: string }[] };
const problem = async (answer: Response) => ({
  status: answer.status,
  ...((await answer.json()) as Problem),
});
const balance = async (who: Person) => (await who.get("/credits")).json();
const count = async (who: Person) =>
  (await owner`select count(*)::int as n from generation where account_id = ${who.accountId}`)[0]?.n;

test("what is asked for by the page is made by the queue, and can be downloaded marked, by its owner alone", async () => {
  const { id } = await ask(ana, image("a lighthouse at dusk", { aspectRatio: "16:9" }));
  await drain({ generate: handler });
  const view = (await (await ana.get(`/generations/${id}`)).json()) as Awaited<ReturnType<typeof make>>;
  expect(view).toMatchObject({ state: "ready", creditsCharged: 1, failure: null });
  expect(view.outputs).toMatchObject([{ kind: "image", width: 1280, height: 720 }]);
  const link =
    (await ana.get((view.outputs[0]?.fileUrl ?? "").replace("/api", ""))).headers.get("location") ?? "";
  const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
  expect(bytes.includes("trainedAlgorithmicMedia")).toBe(true);
  expect(bytes.includes("lighthouse")).toBe(false);
  const stranger = await person();
  expect((await stranger.get((view.outputs[0]?.fileUrl ?? "").replace("/api", ""))).status).toBe(404);
});

describe("money", () => {
  test("the charge is the quote, and every price in the catalogue is the price that is quoted", async () => {
    const { models } = (await (await browser().get("/models")).json()) as ModelList;
    const first = await picture(ana);
    for (const model of models.filter((offered) => offered.kind === "clip"))
      for (const variant of model.clip ?? []) {
        const settings = {
          kind: "clip",
          model: model.id,
          prompt: "a hill",
          durationSeconds: variant.durationSeconds,
          resolution: variant.resolution,
          firstFrameMediaId: first,
        };
        expect((await quoteFor(ana, settings)).credits).toBe(variant.credits);
      }
    const { credits } = await quoteFor(ana, speech("é".repeat(101)));
    expect(credits).toBe(2);
    expect(await make(ana, speech("é".repeat(101)))).toMatchObject({
      state: "ready",
      credits: 2,
      creditsCharged: 2,
    });
  });

  test("of three images of which one is blocked, two are charged and the rest is given back", async () => {
    const paul = await person({ credits: 3 });
    const view = await make(paul, image("a hill sandbox:partial", { count: 3, aspectRatio: "21:9" }));
    expect(view).toMatchObject({ state: "ready", credits: 3, creditsCharged: 2 });
    expect(view.outputs).toHaveLength(2);
    expect(await balance(paul)).toMatchObject({ available: 1, held: 0, spent: 2 });
  });

  test("of two tabs that spend the same last credits exactly one wins, and the other is told what is missing", async () => {
    for (let round = 0; round < 5; round++) {
      const paul = await person({ credits: 1 });
      const { quote } = await quoteFor(paul, image("a hill"));
      const body = { settings: image("a hill"), quote };
      const answers = await Promise.all([paul.post("/generations", body), paul.post("/generations", body)]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 402]);
      const refused = answers.find((answer) => answer.status === 402) as Response;
      expect(await refused.json()).toMatchObject({ code: "insufficient_credits", needed: 1, available: 0 });
      expect(await balance(paul)).toMatchObject({ available: 0, held: 1 });
      expect(await count(paul)).toBe(1);
    }
  });

  test("a failure gives everything back in the same moment, with the reason in the reader's language", async () => {
    const marie = await person({ credits: 5, locale: "fr" });
    const view = await make(marie, image("sandbox:blocked", { count: 2 }));
    expect(view).toMatchObject({ state: "failed", creditsCharged: 0, outputs: [] });
    expect(view.failure).toMatchObject({ code: "input_blocked", text: expect.stringContaining("Modifiez") });
    expect(await balance(marie)).toMatchObject({ available: 5, held: 0, spent: 0 });
  });
});

describe("a quote", () => {
  const settings = image("a hill");
  const refusal = async (quote: string, wish: Record<string, unknown> = settings, who = ana) => {
    const before = await count(who);
    const answer = await problem(await who.post("/generations", { settings: wish, quote }));
    expect(await count(who)).toBe(before);
    return [answer.status, answer.code];
  };

  test("is refused 15 minutes later", async () => {
    const { quote, expiresAt } = await quoteFor(ana, settings);
    const end = new Date(expiresAt).getTime();
    expect(end - now().getTime()).toBeGreaterThan(14.9 * MINUTE);
    setClock(() => new Date(end + 1));
    expect(await refusal(quote)).toEqual([410, "quote_expired"]);
    setClock(() => new Date(end));
    expect((await ana.post("/generations", { settings, quote })).status).toBe(201);
  });

  test("is refused for other settings, for another person, and when it is forged", async () => {
    const { quote } = await quoteFor(ana, settings);
    expect(await refusal(quote, image("a hill", { count: 4 }))).toEqual([409, "quote_mismatch"]);
    expect(await refusal(quote, image("another hill"))).toEqual([409, "quote_mismatch"]);
    expect(await refusal(quote, settings, await person({ credits: 10 }))).toEqual([409, "quote_mismatch"]);
    expect(await refusal(quote.replace(/^\d+/, "0"))).toEqual([409, "quote_mismatch"]);
    const later = quote.replace(/\.(\d{13})\./, (_, time: string) => `.${Number(time) + HOUR}.`);
    expect(await refusal(later)).toEqual([409, "quote_mismatch"]);
    expect(await refusal("free")).toEqual([409, "quote_mismatch"]);
  });
});

describe("what no model does is refused with the field and the reason, and costs nothing", () => {
  const limit = (prompt: string) => ({ path: "settings.prompt", rule: "too_long", prompt });
  test.each([
    ["1,501 characters for an image", image("x".repeat(1501)), limit("1500")],
    ["2,001 characters for a clip", hailuo("x".repeat(2001)), limit("2000")],
    ["10,000 characters of speech", speech("x".repeat(10_000)), limit("9999")],
    ["nothing", image(""), { path: "settings.prompt", rule: "invisible" }],
    [
      "invisible characters only",
      image("\u200b\u2060 \u3164\u00ad\ufeff"),
      { path: "settings.prompt", rule: "invisible" },
    ],
    [
      "a model that is not offered",
      image("x", { model: "image-02" }),
      { path: "settings.model", rule: "not_offered" },
    ],
    [
      "a model of another kind",
      image("x", { model: "MiniMax-H3" }),
      { path: "settings.model", rule: "not_offered" },
    ],
    [
      "7 seconds of Hailuo",
      hailuo("x", { durationSeconds: 7 }),
      { path: "settings.durationSeconds", rule: "not_offered" },
    ],
    [
      "10 seconds in 1080P",
      hailuo("x", { durationSeconds: 10, resolution: "1080P" }),
      { path: "settings.durationSeconds", rule: "not_offered" },
    ],
    [
      "a resolution that is not offered",
      hailuo("x", { resolution: "4K" }),
      { path: "settings.resolution", rule: "not_offered" },
    ],
    [
      "a picture mover without a picture",
      hailuo("x", { model: "MiniMax-Hailuo-2.3-Fast" }),
      { path: "settings.firstFrameMediaId", rule: "required" },
    ],
    [
      "512P without a picture",
      hailuo("x", { model: "MiniMax-Hailuo-02", resolution: "512P" }),
      { path: "settings.firstFrameMediaId", rule: "required" },
    ],
    [
      "a shape beside a Hailuo text",
      hailuo("x", { aspectRatio: "1:1" }),
      { path: "settings.aspectRatio", rule: "not_offered" },
    ],
    [
      "an H3 text without a shape",
      h3("x", { aspectRatio: undefined }),
      { path: "settings.aspectRatio", rule: "required" },
    ],
    ["five images", image("x", { count: 5 }), { path: "settings.count", rule: "too_large" }],
    [
      "a voice that does not exist",
      speech("x", { voice: "Nobody" }),
      { path: "settings.voice", rule: "not_offered" },
    ],
    ["a field that nobody knows", image("x", { seed: 1 }), { path: "settings.seed", rule: "unknown_field" }],
  ])("%s", async (_, settings, { path, rule, prompt }: { path: string; rule: string; prompt?: string }) => {
    const marie = await person({ locale: "fr", credits: 100 });
    for (const answer of [
      await problem(await marie.post("/quotes", { settings })),
      await problem(await marie.post("/generations", { settings, quote: "1.1.1" })),
    ]) {
      expect([answer.status, answer.code]).toEqual([400, "invalid_input"]);
      expect(answer.fields).toMatchObject([{ path, rule }]);
      if (prompt) expect(answer.fields?.[0]?.detail).toBe(`Au plus ${prompt} caractères.`);
    }
    expect([await count(marie), await balance(marie)]).toMatchObject([0, { available: 100, held: 0 }]);
  });

  test("exactly as many characters as the model takes are taken, and an emoji is one", async () => {
    expect((await ana.post("/quotes", { settings: image("🌊".repeat(1500)) })).status).toBe(200);
    expect((await ana.post("/quotes", { settings: hailuo("x".repeat(2000)) })).status).toBe(200);
    expect((await ana.post("/quotes", { settings: h3("🌊".repeat(7000)) })).status).toBe(200);
  });
});

describe("pictures", () => {
  test("of somebody else, unknown ones and deleted ones are the same 404", async () => {
    const stranger = await person();
    const deleted = await picture(ana);
    await ana.delete(`/media/${deleted}`);
    for (const faceMediaId of [await picture(stranger), randomUUID(), deleted]) {
      const { status, code } = await problem(await request(ana, image("x", { faceMediaId })));
      expect([status, code]).toEqual([404, "not_found"]);
    }
  });

  test("that no size makes fit are refused before anything is paid", async () => {
    const wide = await sharp({ create: { width: 1400, height: 200, channels: 3, background: "#333" } })
      .jpeg()
      .toBuffer();
    const answer = await problem(
      await request(ana, hailuo("x", { firstFrameMediaId: await storePicture(ana, wide) })),
    );
    expect([answer.status, answer.code]).toEqual([422, "media_aspect_unsupported"]);
  });

  test("deleted between the request and its turn end the job, refunded", async () => {
    const paul = await person({ credits: 50 });
    const firstFrameMediaId = await picture(paul);
    const { id } = await ask(paul, hailuo("x", { firstFrameMediaId }));
    await paul.delete(`/media/${firstFrameMediaId}`);
    expect(await bringUntil(id)).toMatchObject({ failure: "input_missing", creditsCharged: 0 });
    expect(await balance(paul)).toMatchObject({ available: 50, held: 0 });
  });
});

describe("an idempotency key", () => {
  const key = () => ({ "idempotency-key": randomUUID() });
  test("gives the same generation again, also to two presses at once and after the quote has expired", async () => {
    const paul = await person({ credits: 10 });
    const { quote } = await quoteFor(paul, image("a hill"));
    const body = { settings: image("a hill"), quote };
    const headers = key();
    const answers = await Promise.all([1, 2, 3].map(() => paul.post("/generations", body, headers)));
    setClock(() => new Date(Date.now() + HOUR));
    answers.push(await paul.post("/generations", body, headers));
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { id: string }).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect([await count(paul), await balance(paul)]).toMatchObject([1, { available: 9, held: 1 }]);
  });

  test("is refused for another request, and is a matter of one person", async () => {
    const headers = key();
    expect((await request(ana, image("a hill"), headers)).status).toBe(201);
    const other = await problem(await request(ana, image("another"), headers));
    expect([other.status, other.code]).toEqual([409, "idempotency_conflict"]);
    expect((await request(await person({ credits: 1 }), image("a hill"), headers)).status).toBe(201);
  });
});
