/** Reading a file, from a store that answers badly: nothing but the file is taken for it, and what passes is waited for. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
/** One after the other; the last one repeats. */
let answers: Answer[] = [];
let asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  const answer = answers[Math.min(asked.length, answers.length - 1)];
  asked.push(request);
  answer?.(response, request);
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
afterAll(() => server.close());
// Before the service reads its environment.
process.env.STORAGE_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { readBytes, readObject } = await import("../../../core/base/storage.ts");

beforeEach(() => {
  asked = [];
});

const file: Answer = (response) => void response.end("file");
const status =
  (code: number, body = ""): Answer =>
  (response) =>
    void response.writeHead(code).end(body);
const breakOff: Answer = (response) => void response.destroy();

test("asks for the file alone, or for a part of it, signed and under a name that is encoded", async () => {
  answers = [file];
  expect(String(await readBytes("media", "aa/it's (1) ü"))).toBe("file");
  expect(asked[0]?.url).toBe(`/${process.env.STORAGE_BUCKET_MEDIA}/aa/it%27s%20%281%29%20%C3%BC`);
  expect(asked[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=/);
  expect(asked[0]?.headers.range).toBeUndefined();
  (await readObject("media", "aa/bb", { first: 2, last: 5 }))?.destroy();
  expect(asked[1]?.headers.range).toBe("bytes=2-5");
});

test("one that is not there is nothing, but a bucket that is not there is an error", async () => {
  answers = [status(404, "<Error><Code>NoSuchKey</Code></Error>")];
  expect(await readObject("media", "aa/bb")).toBeUndefined();
  answers = [status(404, "<Error><Code>NoSuchBucket</Code></Error>")];
  await expect(readObject("media", "aa/bb")).rejects.toThrow("404");
  expect(asked).toHaveLength(2);
});

test("a refusal and a redirect are errors, and are not repeated", async () => {
  for (const code of [403, 307]) {
    asked = [];
    answers = [status(code)];
    await expect(readObject("media", "aa/bb")).rejects.toThrow(String(code));
    expect(asked).toHaveLength(1);
  }
});

test.each([
  ["a connection that breaks off", breakOff],
  ["a store that cannot answer now", status(503)],
])("%s is asked again twice, and then an error", async (_, failing) => {
  answers = [failing, failing, file];
  expect(String(await readBytes("media", "aa/bb"))).toBe("file");
  answers = [failing];
  asked = [];
  await expect(readObject("media", "aa/bb")).rejects.toThrow();
  expect(asked).toHaveLength(3);
});

test("a file that breaks off is an error and no shorter file", async () => {
  answers = [
    (response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("the beginning", () => response.destroy());
    },
  ];
  await expect(readBytes("media", "aa/bb")).rejects.toThrow();
});
