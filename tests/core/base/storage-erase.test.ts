/** Removing objects for good, from a store that keeps versions: a small one of this file, since the local one keeps none. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";

type Version = { key: string; id: string; marker: boolean };
let versions: Version[] = [];
let uploads: { key: string; id: string }[] = [];
let asked: string[] = [];
let status = "Enabled";
let next = 0;

const texts = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map((found) => found[1] ?? "");
const wrap = (name: string, content: string) => `<?xml version="1.0"?><${name}>${content}</${name}>`;

function listed(marker: string): string {
  const page = versions.filter(({ key }) => key > marker).sort((a, b) => (a.key < b.key ? -1 : 1));
  const entries = page.map(({ key, id, marker: isMarker }) => {
    const name = isMarker ? "DeleteMarker" : "Version";
    return `<${name}><Key>${key}</Key><VersionId>${id}</VersionId></${name}>`;
  });
  return wrap("ListVersionsResult", `<IsTruncated>false</IsTruncated>${entries.join("")}`);
}

function remove(xml: string): string {
  for (const object of texts(xml, "Object")) {
    const [key = ""] = texts(object, "Key");
    const [id] = texts(object, "VersionId");
    if (id === undefined) versions.push({ key, id: `m${next++}`, marker: true });
    else versions = versions.filter((version) => version.id !== id || version.key !== key);
  }
  return wrap("DeleteResult", "");
}

function answer(method: string, url: URL, body: string): string {
  const { searchParams } = url;
  asked.push(`${method} ${[...searchParams.keys()].find((key) => key !== "x-id") ?? ""}`);
  if (searchParams.has("versioning"))
    return wrap("VersioningConfiguration", status && `<Status>${status}</Status>`);
  if (searchParams.has("versions")) return listed(searchParams.get("key-marker") ?? "");
  if (searchParams.has("uploads")) {
    const each = uploads.map(({ key, id }) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
    return wrap("ListMultipartUploadsResult", `<IsTruncated>false</IsTruncated>${each.join("")}`);
  }
  const uploadId = searchParams.get("uploadId");
  if (uploadId) uploads = uploads.filter(({ id }) => id !== uploadId);
  return searchParams.has("delete") ? remove(body) : "";
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? "/", "http://store");
  response.end(answer(request.method ?? "", url, Buffer.concat(chunks).toString()));
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
afterAll(() => server.close());
// Before the service reads its environment.
process.env.STORAGE_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { eraseObjects } = await import("../../../core/base/storage-erase.ts");

beforeEach(() => {
  [versions, uploads, asked] = [[], [], []];
  status = "Enabled";
});

const left = () => [...versions.map(({ key }) => key), ...uploads.map(({ key }) => key)];
const store = (key: string, times: number) => {
  for (let n = 0; n < times; n++) versions.push({ key, id: `v${next++}`, marker: false });
};

test("every version goes, with the marks of deletion, and what has a similar key stays", async () => {
  store("aa/1", 3);
  store("aa/2", 1);
  store("aa/10", 2);
  versions.push({ key: "aa/2", id: "old-mark", marker: true });
  await eraseObjects("media", ["aa/1", "aa/2", "aa/not-there"]);
  expect(left()).toEqual(["aa/10", "aa/10"]);
});

test("versions that were kept before that was turned off go as well", async () => {
  status = "Suspended";
  store("bb/1", 2);
  await eraseObjects("media", ["bb/1"]);
  expect(left()).toEqual([]);
});

test("uploads that were never finished go, and those of others go on", async () => {
  uploads = [
    { key: "cc/1", id: "a" },
    { key: "cc/1", id: "b" },
    { key: "cc/2", id: "c" },
  ];
  await eraseObjects("exports", ["cc/1"]);
  expect(uploads).toEqual([{ key: "cc/2", id: "c" }]);
});

test("where no versions are kept ten thousand keys take ten requests, and two more", async () => {
  status = "";
  await eraseObjects(
    "media",
    Array.from({ length: 10_000 }, (_, n) => `dd/${n}`),
  );
  expect(asked.filter((request) => request === "POST delete")).toHaveLength(10);
  expect(asked).toHaveLength(12);
  await eraseObjects("media", []);
  expect(asked).toHaveLength(12);
});
