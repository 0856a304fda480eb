import { createHash } from "node:crypto";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import {
  ask,
  bringUntil,
  h3,
  hailuo,
  image,
  type Person,
  speech,
  storePicture,
} from "../../support/generation.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";
import { answerWith, inBand, type Sent, sent } from "../../support/provider.ts";

let ana: Person;
/** A picture of a phone, with where and by whom it was taken. */
let photo: Buffer;
beforeAll(async () => {
  ana = await person({ credits: 10_000 });
  photo = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: "#7ab" } })
    .withExif({
      IFD0: { Artist: "CANARY-ARTIST" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 0/1" },
    })
    .jpeg()
    .toBuffer();
});
beforeEach(() => {
  sent.length = 0;
  answerWith();
});

/** What is sent for settings; the work itself is refused, which is enough to see the request. */
async function requestFor(settings: Record<string, unknown>): Promise<Sent> {
  answerWith(() => inBand(1026));
  const { id } = await ask(ana, settings);
  await bringUntil(id);
  const [request] = sent;
  if (!request) throw new Error("nothing was sent");
  return request;
}
/** Names of all fields, at any depth: `voice_setting.speed`, `content[].text`. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => fieldsOf(entry, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, entry]) => fieldsOf(entry, path ? `${path}.${key}` : key));
}

describe("a request holds these fields and no other", () => {
  test.each([
    [
      "an image",
      () => image("a hill"),
      "/v1/image_generation",
      ["model", "prompt", "aspect_ratio", "n", "response_format"],
    ],
    [
      "an image with a face",
      async () => image("a hill", { faceMediaId: await storePicture(ana, photo) }),
      "/v1/image_generation",
      [
        "model",
        "prompt",
        "aspect_ratio",
        "n",
        "response_format",
        "subject_reference[].type",
        "subject_reference[].image_file",
      ],
    ],
    [
      "a clip from a text (v1)",
      () => hailuo("a hill"),
      "/v1/video_generation",
      ["model", "prompt", "duration", "resolution"],
    ],
    [
      "a clip between two pictures (v1)",
      async () =>
        hailuo("a hill", {
          model: "MiniMax-Hailuo-02",
          firstFrameMediaId: await storePicture(ana, photo),
          lastFrameMediaId: await storePicture(ana, photo),
        }),
      "/v1/video_generation",
      ["model", "prompt", "duration", "resolution", "first_frame_image", "last_frame_image"],
    ],
    [
      "a clip from a text (v2)",
      () => h3("a hill"),
      "/v2/video_generation",
      ["model", "content[].type", "content[].text", "resolution", "duration", "ratio"],
    ],
    [
      "a clip from a picture (v2)",
      async () => h3("a hill", { aspectRatio: undefined, firstFrameMediaId: await storePicture(ana, photo) }),
      "/v2/video_generation",
      [
        "model",
        "content[].type",
        "content[].text",
        "content[].type",
        "content[].image_url.url",
        "content[].role",
        "resolution",
        "duration",
      ],
    ],
    [
      "speech",
      () => speech("bonjour", { language: "fr" }),
      "/v1/t2a_v2",
      [
        "model",
        "text",
        "stream",
        "voice_setting.voice_id",
        "voice_setting.speed",
        "audio_setting.format",
        "audio_setting.sample_rate",
        "audio_setting.bitrate",
        "audio_setting.channel",
        "language_boost",
        "output_format",
      ],
    ],
  ])("%s", async (_, settings, path, fields) => {
    const request = await requestFor(await settings());
    expect([request.method, request.path]).toEqual(["POST", path]);
    expect(fieldsOf(JSON.parse(request.body))).toEqual(fields);
    expect(Object.keys(request.headers).sort()).toEqual(
      [
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "content-length",
        "content-type",
        "sec-fetch-mode",
        "user-agent",
      ].sort(),
    );
    expect(request.headers.authorization).toBe(`Bearer ${inject("minimaxKey")}`);
  });
});

test("pictures leave as clean JPEG inside the request, within the model's sides, without place, name or link", async () => {
  const { body } = await requestFor(hailuo("a hill", { firstFrameMediaId: await storePicture(ana, photo) }));
  const { first_frame_image: url } = JSON.parse(body) as { first_frame_image: string };
  expect(url.slice(0, 23)).toBe("data:image/jpeg;base64,");
  const bytes = Buffer.from(url.slice(23), "base64");
  const metadata = await sharp(bytes).metadata();
  expect(metadata).toMatchObject({ format: "jpeg", width: 2700, height: 2025 });
  expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(bytes.includes("CANARY")).toBe(false);
});

test("no name, address, account, file name or connection of a person is in anything that is sent", async () => {
  const settings = [image("a hill"), h3("sandbox:fail"), speech("bonjour")];
  for (const wish of settings) {
    const answer = await ana.post("/quotes", { settings: wish });
    const { quote } = (await answer.json()) as { quote: string };
    const asked = await ana.post(
      "/generations",
      { settings: wish, quote },
      { "user-agent": "CANARY-AGENT", "x-forwarded-for": "203.0.113.77" },
    );
    await bringUntil(((await asked.json()) as { id: string }).id);
  }
  const everything = JSON.stringify(sent);
  expect(sent.length).toBeGreaterThan(3);
  const [row] = await owner`select first_name, last_name from account where id = ${ana.accountId}`;
  const canaries = [
    ana.email,
    ana.accountId,
    ana.token,
    row?.first_name,
    row?.last_name,
    "CANARY",
    "203.0.113.77",
    "beach.jpg",
  ];
  for (const canary of canaries) expect(everything).not.toContain(canary);
});

test("the transfer ledger has one line for each call, written before it: fields, bytes and digest of exactly what left", async () => {
  answerWith(() => inBand(1002));
  const { id } = await ask(ana, image("a hill"));
  await bringUntil(id);
  const lines = await owner`select * from transfer where generation_id = ${id} order by created_at`;
  expect(sent).toHaveLength(3);
  expect(lines).toHaveLength(3);
  for (const [index, line] of lines.entries()) {
    const body = sent[index]?.body ?? "";
    expect(line).toMatchObject({
      account_id: ana.accountId,
      processor: "minimax",
      operation: "image.create",
      fields: ["model", "prompt", "aspect_ratio", "n", "response_format"],
      bytes: String(Buffer.byteLength(body)),
      sha256: createHash("sha256").update(body).digest("hex"),
      ground: "contract",
    });
    expect(JSON.stringify(line)).not.toContain("a hill");
  }
});

test("the line is in the ledger when the call arrives, so that a worker that dies over it leaves no call unrecorded", async () => {
  const { id } = await ask(ana, speech("bonjour"));
  const lines: number[] = [];
  answerWith(async () => {
    lines.push((await owner`select 1 from transfer where generation_id = ${id}`).length);
    return "drop" as const;
  });
  await bringUntil(id);
  expect(lines).toEqual([1]);
});
