import { describe, expect, test, vi } from "vitest";
import { medianPitch } from "../../functions/sandbox/minimax/pitch.ts";
import { decode, samplesOf } from "./frames.ts";
import { HOUR, type Json, openStudio } from "./studio.ts";

vi.setConfig({ testTimeout: 60_000 });

type Studio = Awaited<ReturnType<typeof openStudio>>;
const codeIn = (answer: Json): number => Number(answer.base_resp?.status_code);
const LONG = "This is a longer sample of somebody's voice, read out calmly from a sheet of paper. ".repeat(4);

/** A recording of a system voice as WAV. */
async function record(studio: Studio, text: string, voice_id: string): Promise<Uint8Array<ArrayBuffer>> {
  const audio_setting = { format: "wav", sample_rate: 16000 };
  const answer = await studio.post("/v1/t2a_v2", {
    model: "speech-2.6-hd",
    text,
    voice_setting: { voice_id },
    audio_setting,
  });
  return new Uint8Array(Buffer.from(String(answer.data?.audio), "hex"));
}

/** Uploads a recording; answers its id as digits. */
async function upload(studio: Studio, purpose: string, recording: Uint8Array<ArrayBuffer>): Promise<string> {
  const raw = await (await studio.upload(purpose, "sample.wav", recording)).text();
  return /"file_id":(\d+)/.exec(raw)?.[1] ?? "";
}

const clone = (studio: Studio, file: string, voice_id: string, more: object = {}) =>
  studio.post("/v1/voice_clone", JSON.stringify({ voice_id, ...more }).replace("{", `{"file_id":${file},`));

const say = (studio: Studio, voice_id: string) =>
  studio.post("/v1/t2a_v2", {
    model: "speech-2.6-hd",
    text: "Good evening, this is me speaking.",
    voice_setting: { voice_id },
  });

const voices = async (studio: Studio): Promise<unknown[]> =>
  [...((await studio.post("/v1/get_voice", { voice_type: "all" })).voice_cloning ?? [])].map(
    (voice) => voice.voice_id,
  );

async function cloned(voice = "English_CalmWoman") {
  const studio = await openStudio();
  const file = await upload(studio, "voice_clone", await record(studio, LONG, voice));
  const answer = await clone(studio, file, "ana-voice-1");
  return { studio, file, answer };
}

describe("a cloned voice", () => {
  test("speaks at the pitch of its sample", async () => {
    const pitches: number[] = [];
    for (const voice of ["English_CalmWoman", "English_PatientMan"]) {
      const { studio, answer } = await cloned(voice);
      expect(answer).toMatchObject({ input_sensitive: false, demo_audio: "", base_resp: { status_code: 0 } });
      const sample = medianPitch(await samplesOf(await record(studio, LONG, voice)), 16_000) ?? 0;
      const spoken = Buffer.from(String((await say(studio, "ana-voice-1")).data?.audio), "hex");
      const pitch = medianPitch(await samplesOf(spoken), 16_000) ?? 0;
      expect(Math.abs(Math.log2(pitch / sample))).toBeLessThan(0.3);
      pitches.push(pitch);
    }
    expect((pitches[0] ?? 0) / (pitches[1] ?? 1)).toBeGreaterThan(1.25);
  });

  test("is listed after its first use, deleted for good, and its id is never free again", async () => {
    const { studio, file } = await cloned();
    expect(await voices(studio)).toEqual([]);
    await say(studio, "ana-voice-1");
    expect(await voices(studio)).toEqual(["ana-voice-1"]);
    expect(codeIn(await clone(studio, file, "ana-voice-1"))).toBe(2039);
    const remove = () =>
      studio.post("/v1/delete_voice", { voice_type: "voice_cloning", voice_id: "ana-voice-1" });
    expect(await remove()).toMatchObject({ voice_id: "ana-voice-1", base_resp: { status_code: 0 } });
    expect(codeIn(await say(studio, "ana-voice-1"))).toBe(2042);
    expect(codeIn(await remove())).toBe(2013);
    expect(codeIn(await clone(studio, file, "ana-voice-1"))).toBe(2039);
  });

  test("dies after seven days without use; a preview is no use, real speech is", async () => {
    const { studio, file } = await cloned();
    const preview = await clone(studio, file, "ana-voice-2", { text: "Hello.", model: "speech-02-hd" });
    expect((await fetch(String(preview.demo_audio))).status).toBe(200);
    expect(preview.extra_info?.usage_characters).toBe(6);
    await say(studio, "ana-voice-1");
    studio.pass(7 * 24 * HOUR);
    expect(codeIn(await say(studio, "ana-voice-1"))).toBe(0);
    expect(codeIn(await say(studio, "ana-voice-2"))).toBe(2042);
  });
});

describe("cloning refuses", () => {
  test("a sample that is too short, no sound, or uploaded for something else", async () => {
    const studio = await openStudio();
    const short = await upload(
      studio,
      "voice_clone",
      await record(studio, "Too short.", "English_CalmWoman"),
    );
    expect(codeIn(await clone(studio, short, "ana-voice-1"))).toBe(2037);
    const noise = await upload(studio, "voice_clone", new TextEncoder().encode("not a sound"));
    expect(codeIn(await clone(studio, noise, "ana-voice-1"))).toBe(1000);
    const other = await upload(studio, "prompt_audio", await record(studio, LONG, "English_CalmWoman"));
    expect(codeIn(await clone(studio, other, "ana-voice-1"))).toBe(2013);
  });

  test("a prompt of eight seconds and an id against the rules", async () => {
    const { studio, file } = await cloned();
    const long = await decode(await record(studio, LONG, "English_CalmWoman"), ["-t", "8.5", "-f", "wav"]);
    const prompt = await upload(studio, "prompt_audio", new Uint8Array(long));
    const body = `{"file_id":${file},"voice_id":"ana-voice-3","clone_prompt":{"prompt_audio":${prompt},"prompt_text":"Hello."}}`;
    expect(codeIn(await studio.post("/v1/voice_clone", body))).toBe(2048);
    for (const id of [
      "short",
      "1starts-with-digit",
      "ends-with-dash-",
      "has space inside",
      "English_CalmWoman",
    ])
      expect([2013, 2039]).toContain(codeIn(await clone(studio, file, id)));
  });
});
