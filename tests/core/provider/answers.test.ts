import { beforeEach, describe, expect, test } from "vitest";
import { config } from "../../../core/base/config.ts";
import { setLogOutput } from "../../../core/base/log.ts";
import type { Settings } from "../../../core/generation/generation.schema.ts";
import { DownloadError, download } from "../../../core/provider/download.ts";
import { parseExactly, rawNumber } from "../../../core/provider/minimax/exact-json.ts";
import * as Provider from "../../../core/provider/provider.ts";
import { h3, hailuo, image, speech } from "../../support/generation.ts";
import { answerWith, inBand, providerUrl, sent } from "../../support/provider.ts";

beforeEach(() => {
  sent.length = 0;
  answerWith();
});

type Scripted = Parameters<typeof answerWith>[0] extends (() => infer R) | undefined ? R : never;
const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });
const ok = { base_resp: { status_code: 0, status_msg: "success" } };
const v2Error = (status: number, type: string, message: string) =>
  json({ type: "error", error: { type, message, http_code: String(status) }, request_id: "r" }, status);

async function create(settings: Record<string, unknown>, answer: ReturnType<typeof json> | "drop") {
  answerWith(() => answer);
  return Provider.create(await Provider.prepare(settings as Settings, {}));
}

describe("v1 tells of errors inside a 200", () => {
  test.each([
    [1000, { type: "retry", failure: "provider_failed" }],
    [1001, { type: "retry", failure: "provider_failed" }],
    [1002, { type: "retry", failure: "provider_busy" }],
    [1004, { type: "refused", failure: "provider_unavailable" }],
    [1008, { type: "refused", failure: "provider_unavailable" }],
    [1013, { type: "retry", failure: "provider_failed" }],
    [1024, { type: "retry", failure: "provider_failed" }],
    [1026, { type: "refused", failure: "input_blocked" }],
    [1027, { type: "refused", failure: "output_blocked" }],
    [1033, { type: "retry", failure: "provider_failed" }],
    [1039, { type: "retry", failure: "provider_busy" }],
    [1041, { type: "retry", failure: "provider_busy" }],
    [1042, { type: "refused", failure: "provider_refused" }],
    [2013, { type: "refused", failure: "provider_refused" }],
    [2045, { type: "retry", failure: "provider_busy" }],
    [2049, { type: "refused", failure: "provider_unavailable" }],
    [2056, { type: "refused", failure: "provider_unavailable" }],
    [9999, { type: "refused", failure: "provider_failed" }],
  ])("code %i", async (code, outcome) => {
    const refusal = json({ task_id: "", data: null, base_resp: { status_code: code, status_msg: "x" } });
    expect(await create(hailuo("a hill"), refusal)).toMatchObject(outcome);
  });
});

describe("v2 tells of errors by HTTP status, with the code at the end of the message or none", () => {
  test.each([
    [400, "bad_request_error", "invalid params (2013)", { type: "refused", failure: "provider_refused" }],
    [401, "authorized_error", "login fail (1004)", { type: "refused", failure: "provider_unavailable" }],
    [
      402,
      "insufficient_balance_error",
      "insufficient balance (1008)",
      { type: "refused", failure: "provider_unavailable" },
    ],
    [422, "unprocessable_entity_error", "sensitive (1026)", { type: "refused", failure: "input_blocked" }],
    [422, "unprocessable_entity_error", "sensitive", { type: "refused", failure: "input_blocked" }],
    [429, "rate_limit_error", "too many (1002)", { type: "retry", failure: "provider_busy" }],
    [500, "server_error", "unknown (1000)", { type: "retry", failure: "provider_failed" }],
    [529, "overloaded_error", "overloaded", { type: "retry", failure: "provider_busy" }],
  ])("%i %s: %s", async (status, type, message, outcome) => {
    expect(await create(h3("a boat"), v2Error(status, type, message))).toMatchObject(outcome);
  });
});

describe("an answer that says nothing of the work is never a reason to ask again", () => {
  test.each([
    ["502 with a page", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["504 without a body", { status: 504, body: "" }],
    ["200 without JSON", { status: 200, body: "OK" }],
    ["408", { status: 408, body: "timeout" }],
    ["a closed connection", "drop" as const],
    ["success without a task", json({ task_id: "", ...ok })],
  ])("%s", async (_, answer) => {
    expect(await create(hailuo("a hill"), answer)).toEqual({ type: "unknown" });
  });

  test("404 as plain text is a model or path that is no more: our matter, not the user's", async () => {
    const gone = { status: 404, body: "404 page not found" };
    expect(await create(hailuo("a hill"), gone)).toEqual({
      type: "refused",
      failure: "provider_unavailable",
    });
  });
});

describe("images", () => {
  test.each([
    [
      "fewer than asked",
      { data: { image_urls: ["https://x/1"] }, metadata: { success_count: "1", failed_count: "1" } },
      { type: "links", urls: ["https://x/1"] },
    ],
    [
      "all blocked, counts as text",
      { data: { image_urls: [] }, metadata: { success_count: "0", failed_count: "2" } },
      { type: "refused", failure: "output_blocked" },
    ],
    [
      "all blocked, counts as numbers",
      { data: { image_urls: [] }, metadata: { success_count: 0, failed_count: 2 } },
      { type: "refused", failure: "output_blocked" },
    ],
    [
      "no data",
      { data: null, metadata: { success_count: "1", failed_count: "0" } },
      { type: "refused", failure: "provider_failed" },
    ],
  ])("%s", async (_, answer, outcome) => {
    expect(await create(image("a hill", { count: 2 }), json({ ...answer, ...ok }))).toEqual(outcome);
  });
});

describe("speech", () => {
  test.each([
    [
      "hexadecimal sound",
      { data: { audio: "fff344", status: 2 } },
      { type: "bytes", bytes: Buffer.from([255, 243, 68]) },
    ],
    ["half a byte", { data: { audio: "fff34" } }, { type: "refused", failure: "provider_failed" }],
    [
      "not hexadecimal",
      { data: { audio: "https://x/1.mp3" } },
      { type: "refused", failure: "provider_failed" },
    ],
    ["no sound", { data: { audio: "" } }, { type: "refused", failure: "provider_failed" }],
    ["no data", { data: null }, { type: "refused", failure: "provider_failed" }],
  ])("%s", async (_, answer, outcome) => {
    expect(await create(speech("bonjour"), json({ ...answer, ...ok }))).toEqual(outcome);
  });
});

const V1 = "MiniMax-Hailuo-2.3";
const V2 = "MiniMax-H3";
describe("a task", () => {
  test.each([
    ["v1 preparing", V1, json({ status: "Preparing", file_id: "", ...ok }), { type: "waiting" }],
    ["v1 in lower case", V1, json({ status: "processing", ...ok }), { type: "running" }],
    ["v1 an unknown word", V1, json({ status: "Reviewing", ...ok }), { type: "waiting" }],
    ["v1 failed", V1, json({ status: "Fail", ...ok }), { type: "failed", failure: "provider_failed" }],
    [
      "v1 failed, by another word",
      V1,
      json({ status: "Failed", ...ok }),
      { type: "failed", failure: "provider_failed" },
    ],
    [
      "v1 failed with 1026",
      V1,
      inBand(1026, { status: "Fail" }),
      { type: "failed", failure: "input_blocked" },
    ],
    [
      "v1 failed with a retryable code",
      V1,
      inBand(1000, { status: "Fail" }),
      { type: "failed", failure: "provider_failed" },
    ],
    ["v1 blocked without a status", V1, inBand(1027), { type: "failed", failure: "output_blocked" }],
    ["v1 busy", V1, inBand(1002), { type: "retry" }],
    ["v1 unknown", V1, inBand(2013), { type: "failed", failure: "provider_failed" }],
    ["v1 behind a broken proxy", V1, { status: 502, body: "<html>" }, { type: "retry" }],
    ["v1 without an answer", V1, "drop" as const, { type: "retry" }],
    ["v2 queued", V2, json({ task: { status: "queued", usage: {} } }), { type: "waiting" }],
    ["v2 running", V2, json({ task: { status: "running" } }), { type: "running" }],
    ["v2 an unknown word", V2, json({ task: { status: "reviewing" } }), { type: "running" }],
    [
      "v2 succeeded",
      V2,
      json({ task: { status: "succeeded", content: { url: "https://x/1" }, ratio: "" } }),
      { type: "result", urls: ["https://x/1"] },
    ],
    [
      "v2 succeeded, no link yet",
      V2,
      json({ task: { status: "succeeded", content: {} } }),
      { type: "retry" },
    ],
    [
      "v2 failed for 1027",
      V2,
      json({ task: { status: "failed", error: { code: "1027", message: "x" } } }),
      { type: "failed", failure: "output_blocked" },
    ],
    ["v2 failed", V2, json({ task: { status: "failed" } }), { type: "failed", failure: "provider_failed" }],
    ["v2 expired", V2, json({ task: { status: "expired" } }), { type: "failed", failure: "provider_failed" }],
    ["v2 cancelled", V2, json({ task: { status: "cancelled" } }), { type: "cancelled" }],
    [
      "v2 unknown",
      V2,
      v2Error(400, "bad_request_error", "invalid task_id (2013)"),
      { type: "failed", failure: "provider_failed" },
    ],
  ])("%s", async (_, model, answer, outcome) => {
    answerWith(() => answer as Scripted);
    expect(await Provider.poll(model, "106916112212032")).toMatchObject(outcome);
  });

  test("v1 that succeeded gives a link to its file, and the file's id digit for digit", async () => {
    const fileId = "176844028768320123";
    answerWith(({ path }) =>
      path.startsWith("/v1/files/retrieve")
        ? {
            status: 200,
            body: `{"file":{"file_id":${fileId},"download_url":"https://x/clip.mp4"},"base_resp":{"status_code":0}}`,
          }
        : json({ status: "Success", file_id: fileId, ...ok }),
    );
    expect(await Provider.poll(V1, "1")).toEqual({ type: "result", urls: ["https://x/clip.mp4"], fileId });
    expect(sent.at(-1)?.path).toBe(`/v1/files/retrieve?file_id=${fileId}`);
  });

  test("an id that arrives as a number of 18 digits keeps them all", async () => {
    const body = '{"task_id":106916112212032999,"base_resp":{"status_code":0}}';
    expect(await create(hailuo("x"), { status: 200, body })).toEqual({
      type: "task",
      taskId: "106916112212032999",
    });
  });
});

test("ids of 18 digits are read and written without passing through a number", () => {
  const text = '{"file_id":123456789012345678,"bytes":12,"ratio":1.5}';
  expect(parseExactly(text)).toEqual({ file_id: "123456789012345678", bytes: 12, ratio: 1.5 });
  expect(JSON.stringify({ file_id: rawNumber("123456789012345678") })).toBe('{"file_id":123456789012345678}');
  expect(() => rawNumber('1,"purpose":"voice_clone"')).toThrow();
});

describe("a download", () => {
  test("brings no key of ours along", async () => {
    answerWith(() => ({ status: 200, body: "bytes" }));
    expect(Buffer.from(await download(`${providerUrl}/files/1`)).toString()).toBe("bytes");
    expect(sent[0]?.headers.authorization).toBeUndefined();
  });

  test.each([
    ["an expired link", { status: 403, body: "expired" }],
    ["a broken connection", "drop" as const],
  ])("%s can be tried again", async (_, answer) => {
    answerWith(() => answer);
    await expect(download(`${providerUrl}/files/1`)).rejects.toBeInstanceOf(DownloadError);
  });

  test("never goes to a host that is not the provider's", async () => {
    for (const url of [
      "https://example.org/clip.mp4",
      "http://169.254.169.254/latest/meta-data",
      "file:///etc/passwd",
    ])
      await expect(download(url)).rejects.toBeInstanceOf(DownloadError);
    expect(sent).toEqual([]);
  });
});

/** What is logged, at every level, while `work` runs. */
async function logged(work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  setLogOutput((line) => lines.push(line));
  const level = config.LOG_LEVEL;
  config.LOG_LEVEL = "debug";
  await work();
  config.LOG_LEVEL = level;
  setLogOutput(() => undefined);
  return lines;
}

test("a refusal of our account is logged as an error with the provider's code, and never with what was asked", async () => {
  const body = { base_resp: { status_code: 1008, status_msg: "CANARY message" } };
  const lines = await logged(() => create(image("CANARY prompt"), json(body)));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "error", event: "provider.account_refused", route: "image.create", providerCode: 1008 },
  ]);
  expect(lines.join()).not.toContain("CANARY");
});

test.each(["video_file", "video_v1_task", "video_v2_task"] as const)(
  "a deletion of what is gone already (%s) warns nobody; a refusal for another reason does",
  async (kind) => {
    const levels = async (code: number) => {
      answerWith(() => inBand(code));
      const lines = await logged(() => Provider.remove(kind, "123456789012345678"));
      return new Set(lines.map((line) => JSON.parse(line).level));
    };
    expect(await levels(2013)).toEqual(new Set(["info"]));
    expect(await levels(1002)).toEqual(new Set(["warn"]));
    expect(await levels(1004)).toEqual(new Set(["error"]));
  },
);
