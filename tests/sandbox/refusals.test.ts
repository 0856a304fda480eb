import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type Json, openStudio, picture } from "./studio.ts";

const codeIn = (answer: Json): number => Number(answer.base_resp?.status_code);
const IMAGE = { model: "image-01", prompt: "a cat" };
const CLIP = { model: "MiniMax-Hailuo-2.3", prompt: "a cat" };
const SPEECH = { model: "speech-2.8-hd", text: "Hello.", voice_setting: { voice_id: "English_CalmWoman" } };
const H3 = {
  model: "MiniMax-H3",
  content: [{ type: "text", text: "a cat" }],
  resolution: "768P",
  duration: 4,
  ratio: "16:9",
};
const frame = { first_frame_image: "PICTURE" };

describe("the door", () => {
  test("is shut for a name that is not this machine's, whatever address it leads to", async () => {
    const { url } = await openStudio();
    const status = async (host: string) => {
      const asked = request(`${url}/sandbox/paid`, { headers: { host } }).end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };
    expect([await status(new URL(url).host), await status("evil.example")]).toEqual([200, 421]);
  });

  test("refuses a missing and a wrong key: 200 and 1004 in v1, 401 in v2", async () => {
    const studio = await openStudio();
    for (const authorization of ["", "Bearer sk-other", "sk-test"]) {
      const v1 = await studio.call("/v1/files/list?purpose=x", { headers: { authorization } });
      expect(v1.status).toBe(200);
      expect(codeIn((await v1.json()) as Json)).toBe(1004);
      expect((await studio.call("/v2/query/video_generation", { headers: { authorization } })).status).toBe(
        401,
      );
    }
  });

  test("needs no GroupId, and answers an empty one with 1008, a wrong one with 1004", async () => {
    const studio = await openStudio();
    const list = async (query: string) =>
      codeIn(await studio.json(`/v1/files/list?purpose=voice_clone${query}`));
    expect([
      await list(""),
      await list("&GroupId="),
      await list("&GroupId=abc"),
      await list("&GroupId=123"),
    ]).toEqual([0, 1008, 1004, 0]);
  });

  test("says on every answer that this is a sandbox, and gives each a trace id", async () => {
    const studio = await openStudio();
    for (const path of [
      "/v1/files/list",
      "/v2/query/video_generation",
      "/nowhere",
      "/files/x/y",
      "/sandbox/paid",
    ]) {
      const answer = await studio.call(path);
      expect(answer.headers.get("x-sandbox")).toBe("minimax");
      expect(answer.headers.get("trace-id")).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test("knows no other path, and no retired model", async () => {
    const studio = await openStudio();
    const unknown = await studio.call("/v1/nowhere");
    expect([unknown.status, await unknown.text()]).toEqual([404, "404 page not found"]);
    expect((await studio.send("POST", "/v1/video_generation", { ...CLIP, model: "video-01" })).status).toBe(
      404,
    );
  });

  test("refuses bodies that are no JSON objects of the right type", async () => {
    const studio = await openStudio();
    for (const body of ["", "{", "[]", "null", '"text"'])
      expect(codeIn(await studio.post("/v1/image_generation", body))).toBe(2013);
    const form = await studio.call("/v1/image_generation", {
      method: "POST",
      body: JSON.stringify(IMAGE),
      headers: { "content-type": "text/plain" },
    });
    expect(codeIn((await form.json()) as Json)).toBe(2013);
  });
});

describe("2013 answers, and nothing is accepted for,", () => {
  const cases: [string, string, object][] = [
    ["an image without a prompt", "/v1/image_generation", { model: "image-01" }],
    ["an image prompt of 1501 characters", "/v1/image_generation", { ...IMAGE, prompt: "x".repeat(1501) }],
    ["an unknown image model", "/v1/image_generation", { ...IMAGE, model: "image-02" }],
    ["an unknown field", "/v1/image_generation", { ...IMAGE, style: "oil" }],
    ["ten images", "/v1/image_generation", { ...IMAGE, n: 10 }],
    ["a width alone", "/v1/image_generation", { ...IMAGE, width: 512 }],
    ["a width that is no multiple of 8", "/v1/image_generation", { ...IMAGE, width: 516, height: 512 }],
    ["a side of 2056", "/v1/image_generation", { ...IMAGE, width: 2056, height: 512 }],
    [
      "a reference as image_url",
      "/v1/image_generation",
      { ...IMAGE, subject_reference: [{ type: "character", image_url: "PICTURE" }] },
    ],
    [
      "two references",
      "/v1/image_generation",
      { ...IMAGE, subject_reference: Array(2).fill({ type: "character", image_file: "PICTURE" }) },
    ],
    ["a clip of words without words", "/v1/video_generation", { model: "MiniMax-Hailuo-2.3" }],
    ["a clip prompt of 2001 characters", "/v1/video_generation", { ...CLIP, prompt: "x".repeat(2001) }],
    ["10 s at 1080P", "/v1/video_generation", { ...CLIP, duration: 10, resolution: "1080P" }],
    ["7 seconds", "/v1/video_generation", { ...CLIP, duration: 7 }],
    [
      "512P without a picture",
      "/v1/video_generation",
      { ...CLIP, model: "MiniMax-Hailuo-02", resolution: "512P" },
    ],
    ["512P on 2.3", "/v1/video_generation", { ...CLIP, ...frame, resolution: "512P" }],
    [
      "the Fast model without a picture",
      "/v1/video_generation",
      { ...CLIP, model: "MiniMax-Hailuo-2.3-Fast" },
    ],
    [
      "a duration for the 01 models",
      "/v1/video_generation",
      { model: "T2V-01", prompt: "a cat", duration: 6 },
    ],
    ["a last frame on 2.3", "/v1/video_generation", { ...CLIP, ...frame, last_frame_image: "PICTURE" }],
    ["a watermark field on a clip", "/v1/video_generation", { ...CLIP, aigc_watermark: true }],
    [
      "a picture that is none",
      "/v1/video_generation",
      { ...CLIP, first_frame_image: "data:image/jpeg;base64,AAAA" },
    ],
    ["a picture of 300 pixels", "/v1/video_generation", { ...CLIP, first_frame_image: "SMALL" }],
    ["a picture of 1 to 3", "/v1/video_generation", { ...CLIP, first_frame_image: "LONG" }],
    ["an empty text", "/v1/t2a_v2", { ...SPEECH, text: " " }],
    ["a text of 10,000 characters", "/v1/t2a_v2", { ...SPEECH, text: "x".repeat(10_000) }],
    ["two pauses in a row", "/v1/t2a_v2", { ...SPEECH, text: "a <#1#><#1#> b" }],
    ["a pause of 100 seconds", "/v1/t2a_v2", { ...SPEECH, text: "a <#100#> b" }],
    ["speed 2.1", "/v1/t2a_v2", { ...SPEECH, voice_setting: { ...SPEECH.voice_setting, speed: 2.1 } }],
    ["a pitch of 0.5", "/v1/t2a_v2", { ...SPEECH, voice_setting: { ...SPEECH.voice_setting, pitch: 0.5 } }],
    [
      "whisper on 2.8",
      "/v1/t2a_v2",
      { ...SPEECH, voice_setting: { ...SPEECH.voice_setting, emotion: "whisper" } },
    ],
    ["an unknown language", "/v1/t2a_v2", { ...SPEECH, language_boost: "Klingon" }],
    ["speech without a voice", "/v1/t2a_v2", { ...SPEECH, voice_setting: {} }],
  ];

  test.each(cases)("%s", async (_title, path, body) => {
    const studio = await openStudio();
    const square = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: "#888" } })
        .png()
        .toBuffer();
    const text = JSON.stringify(body)
      .replaceAll("PICTURE", (await picture()).url)
      .replace("SMALL", `data:image/png;base64,${(await square(300, 400)).toString("base64")}`)
      .replace("LONG", `data:image/png;base64,${(await square(400, 1200)).toString("base64")}`);
    expect(codeIn(await studio.post(path, text))).toBe(2013);
    expect(await studio.json("/sandbox/paid")).toEqual([]);
  });
});

test("speech refuses an unknown voice with 2042 and invisible text with 1042", async () => {
  const studio = await openStudio();
  const voice_setting = { voice_id: "somebody-else" };
  expect(codeIn(await studio.post("/v1/t2a_v2", { ...SPEECH, voice_setting }))).toBe(2042);
  expect(codeIn(await studio.post("/v1/t2a_v2", { ...SPEECH, text: "ab\u200b\u200b\u200bc" }))).toBe(1042);
});

describe("v2 answers 400 for", () => {
  const text = { type: "text", text: "a cat" };
  const image = (role?: string) => ({
    type: "image_url",
    image_url: { url: "PICTURE" },
    ...(role ? { role } : {}),
  });
  const cases: [string, object][] = [
    ["no text", { content: [image()] }],
    ["two texts", { content: [text, text] }],
    ["a text of 7001 characters", { content: [{ type: "text", text: "x".repeat(7001) }] }],
    ["1080P", { resolution: "1080P" }],
    ["3 seconds", { duration: 3 }],
    ["16 seconds", { duration: 16 }],
    ["a missing resolution", { resolution: undefined }],
    ["words alone without a shape", { ratio: undefined }],
    ["an adaptive shape for words alone", { ratio: "adaptive" }],
    ["a last frame without a first", { content: [text, image("last_frame")] }],
    ["a frame with a reference", { content: [text, image(), image("reference_image")] }],
    ["extra on H3", { extra: {} }],
    ["a v1 field", { prompt_optimizer: true }],
    [
      "a reference on H3-Max",
      { model: "MiniMax-H3-Max", duration: 5, content: [text, image("reference_image")] },
    ],
    ["an unknown key of extra", { model: "MiniMax-H3-Max", duration: 5, extra: { style: "oil" } }],
  ];

  test.each(cases)("%s", async (_title, change) => {
    const studio = await openStudio();
    const body = JSON.stringify({ ...H3, ...change }).replaceAll("PICTURE", (await picture()).url);
    const answer = await studio.send("POST", "/v2/video_generation", body);
    expect(answer.status).toBe(400);
    expect((await answer.json()) as Json).toMatchObject({
      error: { type: "bad_request_error", http_code: "400", message: expect.stringContaining("(2013)") },
    });
    expect(await studio.json("/sandbox/paid")).toEqual([]);
  });
});
