import { describe, expect, test } from "vitest";
import { codeOf, magicWords, type Word } from "../../functions/sandbox/minimax/magic.ts";
import { type Json, openStudio, picture } from "./studio.ts";

const IMAGE = "/v1/image_generation";
const VIDEO = "/v1/video_generation";
const image = (prompt: string, more: object = {}) => ({
  model: "image-01",
  prompt,
  width: 512,
  height: 512,
  ...more,
});
const clip = (prompt: string) => ({ model: "MiniMax-Hailuo-2.3", prompt });
const h3 = (text: string) => ({
  model: "MiniMax-H3",
  content: [{ type: "text", text }],
  resolution: "768P",
  duration: 4,
  ratio: "16:9",
});
const codeIn = (answer: Json): number => Number(answer.base_resp?.status_code);

const refusing = (Object.keys(magicWords) as Word[]).filter((word) => codeOf(word) !== undefined);

describe("a word with a code", () => {
  test.each(refusing)("%s refuses as often as it says and costs nothing", async (word) => {
    const studio = await openStudio();
    const { amount } = magicWords[word];
    const times = Math.min(amount, 3);
    for (let time = 0; time < times; time += 1)
      expect(codeIn(await studio.post(IMAGE, image(`a cat [sandbox:${word}]`)))).toBe(codeOf(word));
    expect(await studio.json("/sandbox/paid")).toEqual([]);
    const next = codeIn(await studio.post(IMAGE, image(`a cat [sandbox:${word}]`)));
    expect(next).toBe(amount < 4 ? 0 : codeOf(word));
  });

  test("takes another number behind it, and begins anew after the request has worked", async () => {
    const studio = await openStudio();
    const codes: number[] = [];
    for (let time = 0; time < 8; time += 1)
      codes.push(codeIn(await studio.post(IMAGE, image("sandbox:rate-limit-3 a cat"))));
    expect(codes).toEqual([1002, 1002, 1002, 0, 1002, 1002, 1002, 0]);
  });

  test("is an HTTP status in v2, with its code as a string and the number in the message", async () => {
    const studio = await openStudio();
    const expected = {
      balance: 402,
      blocked: 422,
      "rate-limit": 429,
      unauthorized: 401,
      overloaded: 529,
      unknown: 500,
    };
    for (const [word, status] of Object.entries(expected)) {
      const answer = await studio.send("POST", "/v2/video_generation", h3(`sandbox:${word}`));
      expect(answer.status).toBe(status);
      const body = (await answer.json()) as Json;
      expect(body).toMatchObject({
        type: "error",
        error: { http_code: String(status) },
        request_id: expect.any(String),
      });
      expect(body.error?.message).toMatch(/\(\d{4}\)$/);
    }
  });
});

describe("a word about a clip", () => {
  const outcome = async (prompt: string) => {
    const studio = await openStudio();
    const { task_id } = await studio.post(VIDEO, clip(prompt));
    const paid = [...(await studio.json("/sandbox/paid"))];
    expect(paid).toEqual([{ id: task_id, endpoint: VIDEO, prompt, at: expect.any(String) }]);
    return {
      studio,
      task_id,
      first: await studio.json(`/v1/query/video_generation?task_id=${String(task_id)}`),
    };
  };

  test("fails it without a reason, or as sensitive input or output", async () => {
    expect((await outcome("sandbox:fail")).first).toMatchObject({
      status: "Fail",
      file_id: "",
      base_resp: { status_code: 0 },
    });
    expect((await outcome("sandbox:blocked-late")).first).toMatchObject({
      status: "Fail",
      base_resp: { status_code: 1026 },
    });
    expect((await outcome("sandbox:blocked-output")).first).toMatchObject({
      status: "Fail",
      base_resp: { status_code: 1027 },
    });
    const studio = await openStudio();
    const { task_id } = await studio.post("/v2/video_generation", h3("sandbox:blocked-output"));
    expect(await studio.ended2(task_id)).toMatchObject({ status: "failed", error: { code: "1027" } });
  });

  test("keeps it in processing for ever", async () => {
    const { studio, task_id } = await outcome("sandbox:stuck");
    studio.pass(2 * 3_600_000);
    const later = await studio.json(`/v1/query/video_generation?task_id=${String(task_id)}`);
    expect(later).toMatchObject({ status: "Processing", file_id: "" });
  });

  test("makes it unknown to every query", async () => {
    const { first } = await outcome("sandbox:forgotten");
    expect(codeIn(first)).toBe(2013);
    expect(first.status).toBeUndefined();
  });

  test("answers a status word that nobody knows, then the real one", async () => {
    const { studio, task_id, first } = await outcome("sandbox:odd-status sandbox:stuck");
    const ask = () => studio.json(`/v1/query/video_generation?task_id=${String(task_id)}`);
    expect([first.status, (await ask()).status, (await ask()).status]).toEqual([
      "Reviewing",
      "Reviewing",
      "Processing",
    ]);
  });
});

describe("a word about the answer", () => {
  test("leaves images out and counts them", async () => {
    const studio = await openStudio();
    const some = await studio.post(IMAGE, image("sandbox:partial", { n: 3 }));
    expect([...(some.data?.image_urls ?? [])]).toHaveLength(2);
    expect(some.metadata).toEqual({ success_count: "2", failed_count: "1" });
    const none = await studio.post(IMAGE, image("sandbox:partial"));
    expect(none).toMatchObject({
      data: { image_urls: [] },
      metadata: { success_count: "0", failed_count: "1" },
      base_resp: { status_code: 0 },
    });
  });

  test("is a success without data, which is charged", async () => {
    const studio = await openStudio();
    const answers = [
      await studio.post(IMAGE, image("sandbox:null")),
      await studio.post(IMAGE, image("sandbox:null")),
    ];
    expect(answers.map((answer) => [codeIn(answer), answer.data === null])).toEqual([
      [0, true],
      [0, false],
    ]);
    expect([...(await studio.json("/sandbox/paid"))]).toHaveLength(2);
  });

  test("comes late", async () => {
    const studio = await openStudio({ slowSeconds: 0.3 });
    const started = performance.now();
    expect(codeIn(await studio.post(VIDEO, clip("sandbox:slow sandbox:stuck")))).toBe(0);
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  });

  test("never comes although the work was accepted", async () => {
    const studio = await openStudio();
    await expect(studio.post(VIDEO, clip("sandbox:drop sandbox:stuck"))).rejects.toThrow("fetch failed");
    expect([...(await studio.json("/sandbox/paid"))]).toHaveLength(1);
  });

  test("never comes and nothing was accepted", async () => {
    const studio = await openStudio();
    await expect(studio.post(VIDEO, clip("sandbox:drop-before sandbox:stuck"))).rejects.toThrow(
      "fetch failed",
    );
    expect(await studio.json("/sandbox/paid")).toEqual([]);
    expect(codeIn(await studio.post(VIDEO, clip("sandbox:drop-before sandbox:stuck")))).toBe(0);
  });

  test("is a gateway's HTML page", async () => {
    const studio = await openStudio();
    const answer = await studio.send("POST", IMAGE, image("sandbox:bad-gateway"));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([502, "text/html; charset=UTF-8"]);
    expect(await answer.text()).toContain("<html>");
    expect(codeIn(await studio.post(IMAGE, image("sandbox:bad-gateway")))).toBe(0);
  });

  test("holds a download address that has expired, and the next one works", async () => {
    const studio = await openStudio();
    const answer = await studio.post(IMAGE, image("sandbox:expired-url", { n: 2 }));
    const states = await Promise.all(
      [...(answer.data?.image_urls ?? [])].map(async (url) => (await fetch(String(url))).status),
    );
    expect(states).toEqual([403, 200]);
  });

  test("holds a download that breaks off half-way, and works the next time", async () => {
    const studio = await openStudio();
    const answer = await studio.post(IMAGE, image("sandbox:truncated"));
    const url = String(answer.data?.image_urls?.[0]);
    await expect(fetch(url).then((download) => download.arrayBuffer())).rejects.toThrow();
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBeGreaterThan(5000);
  });
});

test("trouble can be ordered for a path where no text travels", async () => {
  const studio = await openStudio();
  await studio.post("/sandbox/faults", { word: "bad-gateway", path: "/v1/files/list", times: 2 });
  const ask = async () => (await studio.call("/v1/files/list?purpose=voice_clone")).status;
  expect([await ask(), await ask(), await ask()]).toEqual([502, 502, 200]);
  expect(codeIn(await studio.post("/sandbox/faults", { word: "no-such-word", path: "/" }))).toBe(2013);
});

test("a magic word is not painted: the picture is that of the rest of the prompt", async () => {
  const studio = await openStudio();
  const { url } = await picture(512, 512);
  const paint = async (prompt: string) =>
    (
      await studio.post(
        IMAGE,
        image(prompt, {
          seed: 3,
          response_format: "base64",
          subject_reference: [{ type: "character", image_file: url }],
        }),
      )
    ).data?.image_base64?.[0];
  expect(String(await paint("a red balloon sandbox:slow-0")) === String(await paint("a red balloon"))).toBe(
    true,
  );
});
