import { describe, expect, test } from "vitest";
import { loudness, samplesOf } from "./frames.ts";
import { HOUR, type Json, openStudio } from "./studio.ts";

const PATH = "/v1/t2a_v2";
const order = (text: string, more: object = {}, voice: object = {}) => ({
  model: "speech-2.6-hd",
  text,
  voice_setting: { voice_id: "English_CalmWoman", ...voice },
  ...more,
});
const bytesOf = (answer: Json): Buffer => Buffer.from(String(answer.data?.audio), "hex");
const TEXT = "The quick brown fox jumps over the lazy dog, and nobody minds at all.";

/** Speaks and answers the samples and what was said about them. */
async function say(text: string, more: object = {}, voice: object = {}) {
  const studio = await openStudio();
  const answer = await studio.post(PATH, order(text, more, voice));
  return { answer, heard: await samplesOf(bytesOf(answer)) };
}

/** How often the wave crosses zero in a second, upwards: higher for brighter sounds. */
const crossings = (samples: Int16Array): number =>
  samples.filter((value, index) => value >= 0 && (samples[index - 1] ?? 0) < 0).length /
  (samples.length / 16_000);

describe("speech", () => {
  test("is an MP3 in hex of a plausible length, audible, with its facts", async () => {
    const { answer, heard } = await say(TEXT);
    const bytes = bytesOf(answer);
    expect(bytes.subarray(0, 3).toString() === "ID3" || bytes[0] === 0xff).toBe(true);
    expect(answer.extra_info).toMatchObject({
      audio_size: bytes.length,
      audio_format: "mp3",
      audio_sample_rate: 32000,
      audio_channel: 1,
      usage_characters: TEXT.length,
      word_count: 14,
    });
    const seconds = heard.length / 16_000;
    expect(seconds).toBeGreaterThan(3);
    expect(seconds).toBeLessThan(7);
    expect(Number(answer.extra_info?.audio_length) / 1000).toBeCloseTo(seconds, 0);
    expect(loudness(heard)).toBeGreaterThan(800);
  });

  test("holds the pauses that the text asks for", async () => {
    const [plain, paused] = [await say("One. Two."), await say("One. <#2.5#> Two.")];
    expect((paused.heard.length - plain.heard.length) / 16_000).toBeCloseTo(2.5, 0);
    const longest = paused.heard.reduce(
      (run, value) =>
        Math.abs(value) < 60
          ? { now: run.now + 1, most: Math.max(run.most, run.now + 1) }
          : { now: 0, most: run.most },
      { now: 0, most: 0 },
    );
    expect(longest.most / 16_000).toBeGreaterThan(2.3);
  });

  test("follows speed, volume and pitch", async () => {
    const [plain, fast, soft, high] = [
      await say(TEXT),
      await say(TEXT, {}, { speed: 1.6 }),
      await say(TEXT, {}, { vol: 0.2 }),
      await say(TEXT, {}, { pitch: 10 }),
    ];
    expect(fast.heard.length / plain.heard.length).toBeLessThan(0.75);
    expect(loudness(soft.heard) / loudness(plain.heard)).toBeCloseTo(0.2, 1);
    expect(crossings(high.heard) / crossings(plain.heard)).toBeGreaterThan(1.2);
    expect(high.heard.length / plain.heard.length).toBeCloseTo(1, 1);
  });

  test("speaks French text as French, and what the caller names as that", async () => {
    const text = "Bonjour à tous, voici la voix de la maison.";
    const [guessed, named, english] = [
      await say(text),
      await say(text, { language_boost: "French" }),
      await say(text, { language_boost: "English" }),
    ];
    expect(Buffer.from(guessed.heard.buffer).equals(Buffer.from(named.heard.buffer))).toBe(true);
    expect(Buffer.from(english.heard.buffer).equals(Buffer.from(named.heard.buffer))).toBe(false);
  });

  test("differs from voice to voice", async () => {
    const [woman, man] = [await say(TEXT), await say(TEXT, {}, { voice_id: "French_MaleNarrator" })];
    expect(Buffer.from(woman.heard.buffer).equals(Buffer.from(man.heard.buffer))).toBe(false);
  });

  test("comes by an address of 24 hours in the format asked for, with subtitles", async () => {
    const studio = await openStudio();
    const audio_setting = { format: "wav", sample_rate: 16000, channel: 2 };
    const answer = await studio.post(
      PATH,
      order("One. Two.", { output_format: "url", audio_setting, subtitle_enable: true }),
    );
    const url = String(answer.data?.audio);
    const wav = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect([wav.toString("latin1", 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(24)]).toEqual([
      "RIFF",
      2,
      16000,
    ]);
    const lines = (await (await fetch(String(answer.data?.subtitle_file))).json()) as Json[];
    expect(lines.map((line) => line.text)).toEqual(["One.", "Two."]);
    expect(lines[1]?.time_begin).toBe(lines[0]?.time_end);
    studio.pass(24 * HOUR);
    expect((await fetch(url)).status).toBe(403);
  });

  test("streams in pieces whose sum the last one repeats", async () => {
    const studio = await openStudio();
    const text = await (await studio.send("POST", PATH, order("One. Two.", { stream: true }))).text();
    const events = text
      .split("\n\n")
      .filter(Boolean)
      .map((event) => JSON.parse(event.replace(/^data: /, "")) as Json);
    const pieces = events
      .filter((event) => Number(event.data?.status) === 1)
      .map((event) => String(event.data?.audio));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("") === String(events.at(-1)?.data?.audio)).toBe(true);
  });
});

describe("long speech", () => {
  test("is a tar file with the sound, kept for nine hours under an id that no double holds", async () => {
    const studio = await openStudio();
    const body = { ...order("One. Two."), audio_setting: { audio_sample_rate: 16000 } };
    const raw = await (await studio.send("POST", "/v1/t2a_async_v2", body)).text();
    const [, task = ""] = /"task_id":(\d{18})\b/.exec(raw) ?? [];
    const [, file = ""] = /"file_id":(\d{18})\b/.exec(raw) ?? [];
    expect(String(Number(file))).not.toBe(file);
    const ask = () => studio.json(`/v1/query/t2a_async_query_v2?task_id=${task}`);
    await expect.poll(async () => (await ask()).status, { timeout: 20_000 }).toBe("Success");
    const retrieved = await studio.json(`/v1/files/retrieve?file_id=${file}`);
    const url = String(retrieved.file?.download_url);
    const tar = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(tar.toString("latin1", 0, 99)).toContain(`${task}.mp3`);
    const sound = tar.subarray(512, 512 + Number.parseInt(tar.toString("latin1", 124, 135), 8));
    expect(loudness(await samplesOf(sound))).toBeGreaterThan(500);
    studio.pass(8.9 * HOUR);
    expect((await fetch(url)).status).toBe(200);
    studio.pass(0.2 * HOUR);
    expect((await fetch(url)).status).toBe(403);
  });
});

test("music is audible and of the length that it says", async () => {
  const studio = await openStudio();
  const answer = await studio.post("/v1/music_generation", {
    model: "music-2.6",
    prompt: "calm guitar",
    is_instrumental: true,
  });
  const heard = await samplesOf(bytesOf(answer));
  expect(heard.length / 16).toBeCloseTo(Number(answer.extra_info?.music_duration), -3);
  expect(heard.length / 16_000).toBeGreaterThan(15);
  expect(loudness(heard)).toBeGreaterThan(500);
  const sung = await studio.post("/v1/music_generation", { model: "music-2.6", prompt: "calm guitar" });
  expect(sung.base_resp?.status_code).toBe(2013);
});
