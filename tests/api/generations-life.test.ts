import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, setClock } from "../../core/base/clock.ts";
import { listObjects } from "../../core/base/storage.ts";
import type { ModelList } from "../../core/generation/generation.schema.ts";
import { run as emptyTrash } from "../../functions/clock/empty-trash.ts";
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
  quoteFor,
  rowOf,
  speech,
} from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { answerWith, inBand, sent } from "../support/provider.ts";

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

test("an unknown id and somebody else's get the same 404, on every route", async () => {
  const stranger = await person();
  const { id } = await ask(ana, image("mine"));
  for (const path of [id, randomUUID(), "not-an-id"])
    for (const answer of [
      await stranger.get(`/generations/${path}`),
      await stranger.post(`/generations/${path}/cancel`),
      await stranger.delete(`/generations/${path}`),
      await stranger.post(`/generations/${path}/restore`),
    ])
      expect(await problem(answer)).toMatchObject({
        status: 404,
        code: "not_found",
        detail: expect.any(String),
      });
  expect(await rowOf(id)).toMatchObject({ state: "queued", deletedAt: null });
});

test("a restricted account asks for nothing, and still reads what it has", async () => {
  const paul = await person({ credits: 10, restricted: true });
  const settings = image("a hill");
  const { quote } = await quoteFor(paul, settings);
  expect((await paul.post("/generations", { settings, quote })).status).toBe(423);
  expect((await paul.get("/generations")).status).toBe(200);
  expect(await balance(paul)).toMatchObject({ available: 10, held: 0 });
});

describe("cancelling", () => {
  test("what waits in our line ends at once, refunded, and its message does nothing", async () => {
    const paul = await person({ credits: 5 });
    const { id } = await ask(paul, image("never"));
    const answer = await paul.post(`/generations/${id}/cancel`);
    expect(await answer.json()).toMatchObject({ state: "cancelled", creditsCharged: 0 });
    await drain({ generate: handler });
    expect(sent.filter((call) => call.body.includes("never"))).toEqual([]);
    expect(await balance(paul)).toMatchObject({ available: 5, held: 0 });
    expect(await problem(await paul.post(`/generations/${id}/cancel`))).toMatchObject({
      code: "generation_finished",
    });
  });

  test("of a cancel and a worker that start together exactly one wins", async () => {
    for (let round = 0; round < 4; round++) {
      const paul = await person({ credits: 5 });
      answerWith(() => inBand(1026));
      const { id } = await ask(paul, image("a hill"));
      const [answer] = await Promise.all([paul.post(`/generations/${id}/cancel`), bringUntil(id)]);
      const { state } = await bringUntil(id);
      expect(state).toBe(answer.status === 200 ? "cancelled" : "failed");
      expect(await balance(paul)).toMatchObject({ available: 5, held: 0 });
    }
  });

  test("what the provider has begun goes on where it cannot be stopped, and the person is told so", async () => {
    answerWith(({ path }) => (path.startsWith("/v1/query") ? { status: 200, body: PROCESSING } : undefined));
    const { id } = await ask(ana, hailuo("sandbox:fail"));
    await bringUntil(id, "running");
    const answer = await problem(await ana.post(`/generations/${id}/cancel`));
    expect([answer.status, answer.code]).toEqual([409, "generation_started"]);
    expect((await rowOf(id)).state).toBe("running");
  });
  const PROCESSING = JSON.stringify({ status: "Processing", base_resp: { status_code: 0 } });

  test("a v2 task that waits at the provider is dropped there, refunded; one that runs goes on to its end", async () => {
    const paul = await person({ credits: 60 });
    const task = (status: string) => ({ status: 200, body: JSON.stringify({ task: { status } }) });
    let status = "queued";
    answerWith(({ method, path }) =>
      method === "GET"
        ? task(status)
        : method === "DELETE"
          ? { status: 200, body: "{}" }
          : path
            ? undefined
            : undefined,
    );
    const waiting = await ask(paul, h3("sandbox:fail"));
    await bringUntil(waiting.id, "running");
    expect(await (await paul.post(`/generations/${waiting.id}/cancel`)).json()).toMatchObject({
      cancelRequested: true,
    });
    expect(await bringUntil(waiting.id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
    const running = await ask(paul, h3("sandbox:fail"));
    await bringUntil(running.id, "running");
    status = "running";
    sent.length = 0;
    await paul.post(`/generations/${running.id}/cancel`);
    await drain({ generate: handler }, 3);
    expect(sent.some((call) => call.method === "DELETE")).toBe(false);
    answerWith();
    expect((await bringUntil(running.id)).state).toBe("failed");
    expect(await balance(paul)).toMatchObject({ available: 60, held: 0 });
  });
});

describe("deleting", () => {
  test("hides a generation and its files at once, can be undone for an hour, and then leaves nothing", async () => {
    const paul = await person({ credits: 5 });
    const view = await make(paul, speech("bonjour"));
    const file = (view.outputs[0]?.fileUrl ?? "").replace("/api", "");
    const [row] = await owner`select object_key from media where generation_id = ${view.id}`;
    const isStored = async () => (await listObjects("media")).some(({ key }) => key === row?.object_key);
    expect((await paul.delete(`/generations/${view.id}`)).status).toBe(204);
    expect([(await paul.get(`/generations/${view.id}`)).status, (await paul.get(file)).status]).toEqual([
      404, 404,
    ]);
    expect((await (await paul.post(`/generations/${view.id}/restore`)).json()) as object).toMatchObject({
      outputs: [{ state: "ready" }],
    });
    expect((await paul.get(file)).status).toBe(302);
    await paul.delete(`/generations/${view.id}`);
    const time = Date.now() + HOUR + MINUTE;
    setClock(() => new Date(time));
    expect((await paul.post(`/generations/${view.id}/restore`)).status).toBe(404);
    expect(await isStored()).toBe(true);
    await emptyTrash();
    expect(await isStored()).toBe(false);
    expect(await owner`select id from generation where id = ${view.id}`).toEqual([]);
    expect(await owner`select id from media where generation_id = ${view.id}`).toEqual([]);
    expect(await balance(paul)).toMatchObject({ spent: 1 });
  });

  test("is refused while the work goes on", async () => {
    const { id } = await ask(ana, image("a hill"));
    expect((await ana.delete(`/generations/${id}`)).status).toBe(409);
  });
});

test("the library lists one's own, newest first, by kind and state, page by page", async () => {
  const paul = await person({ credits: 50 });
  answerWith(() => inBand(1026));
  for (const settings of [image("a"), speech("b"), image("c")])
    await bringUntil((await ask(paul, settings)).id);
  await ask(paul, image("d"));
  const list = async (query: string) => {
    const page = (await (await paul.get(`/generations?${query}`)).json()) as {
      items: { settings: { prompt: string } }[];
      next: string | null;
    };
    return { prompts: page.items.map((item) => item.settings.prompt), next: page.next };
  };
  expect((await list("")).prompts).toEqual(["d", "c", "b", "a"]);
  expect((await list("kind=image&state=failed")).prompts).toEqual(["c", "a"]);
  expect((await list("state=active")).prompts).toEqual(["d"]);
  expect((await list("state=ready")).prompts).toEqual([]);
  const first = await list("limit=3");
  expect((await list(`limit=3&cursor=${first.next}`)).prompts).toEqual(["a"]);
});

test("the list of models tells the usual time of recent results", async () => {
  await make(ana, speech("bonjour"));
  const { models, cameraWords } = (await (await browser().get("/models")).json()) as ModelList;
  expect(models.find((model) => model.id === "speech-2.8-turbo")?.typicalSeconds).toEqual(expect.any(Number));
  expect(models.find((model) => model.id === "MiniMax-H3")?.typicalSeconds).toBeNull();
  expect(cameraWords).toHaveLength(15);
});
