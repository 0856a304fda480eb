/** The question of a cold start, asked of stores that answer badly: nothing but a whole listing is taken for one. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";

let answer: (response: ServerResponse, path: string) => void;
let asked: string[] = [];
const server = createServer(({ url = "" }, response) => {
  asked.push(url);
  answer(response, url);
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
afterAll(() => server.close());
// Before the service reads its environment.
process.env.STORAGE_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { hasBucket, listNames } = await import("../../../core/base/storage-list.ts");

beforeEach(() => {
  asked = [];
});

test("names come with their tags, and the store is told after which", async () => {
  answer = (response) =>
    response.end(
      "<ListBucketResult><Contents><Key>b</Key><ETag>&quot;1&quot;</ETag></Contents></ListBucketResult>",
    );
  expect(await listNames("journal", "a")).toEqual([{ key: "b", etag: '"1"' }]);
  expect(asked).toEqual([expect.stringContaining("list-type=2&start-after=a")]);
});

test("a refusal is an error that names the bucket, and no empty bucket", async () => {
  answer = (response) => response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
  await expect(listNames("journal")).rejects.toThrow(
    RegExp(`answers a listing with 403 .+/${process.env.STORAGE_BUCKET_JOURNAL}\\b`),
  );
});

test("only a storage that says so has no such bucket: one that refuses, fails or is silent may have it", async () => {
  const found: [number, boolean][] = [];
  for (const status of [200, 404, 403, 503]) {
    answer = (response) => response.writeHead(status).end();
    found.push([status, await hasBucket("media")]);
  }
  answer = (response) => response.destroy();
  found.push([0, await hasBucket("media")]);
  expect(found).toEqual([
    [200, true],
    [404, false],
    [403, true],
    [503, true],
    [0, true],
  ]);
});

test("a redirect is not followed", async () => {
  answer = (response) => response.writeHead(307, { location: "/elsewhere" }).end();
  await expect(listNames("journal")).rejects.toThrow("answers a listing with 307");
  expect(asked).toHaveLength(1);
});

test("an answer that breaks off is an error and no shorter listing", async () => {
  answer = (response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("<ListBucketResult><Contents><Key>b</Key></Contents>", () => response.destroy());
  };
  await expect(listNames("journal")).rejects.toThrow();
});

test("a store that cannot be reached is an error", async () => {
  answer = (response) => response.destroy();
  await expect(listNames("journal")).rejects.toThrow();
});
