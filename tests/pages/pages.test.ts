import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pages } from "../../functions/pages/pages.ts";
import { temporaryFolder } from "../host/cloud.ts";

const SCRIPT = "console.log('hello');\n".repeat(100);

/** Two files as vite builds them; removed again, since the pages must not depend on the folder once they are served. */
async function built() {
  const dir = temporaryFolder();
  mkdirSync(join(dir, "assets"));
  writeFileSync(join(dir, "index.html"), "<title>the app</title>");
  writeFileSync(join(dir, "site.webmanifest"), "{}");
  writeFileSync(join(dir, "assets/main-abc123.js"), SCRIPT);
  const app = await pages(dir);
  rmSync(join(dir, "assets"), { recursive: true });
  return app;
}

const facts = (response: Response, ...names: string[]) => [
  response.status,
  ...names.map((name) => response.headers.get(name)),
];

test("hashed files are kept for a year, the page is asked for again", async () => {
  const app = await built();
  const script = await app.request("/assets/main-abc123.js");
  expect(facts(script, "cache-control")).toEqual([200, "public, max-age=31536000, immutable"]);
  expect(await script.text()).toBe(SCRIPT);
  expect(facts(await app.request("/"), "cache-control", "content-type")).toEqual([
    200,
    "no-cache",
    "text/html; charset=utf-8",
  ]);
  expect(facts(await app.request("/site.webmanifest"), "content-type")).toEqual([
    200,
    "application/manifest+json",
  ]);
});

test("a page that has not changed is not sent again", async () => {
  const app = await built();
  const etag = (await app.request("/")).headers.get("etag") ?? "";
  const again = await app.request("/", { headers: { "if-none-match": `"other", ${etag}` } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("files are compressed for whoever can read that, and for nobody else", async () => {
  const app = await built();
  const coding = async (accept?: string) => {
    const headers = accept === undefined ? {} : { "accept-encoding": accept };
    const response = await app.request("/assets/main-abc123.js", { headers });
    return facts(response, "content-encoding", "vary").slice(1);
  };
  expect(await coding("gzip, deflate, br, zstd")).toEqual(["br", "accept-encoding"]);
  expect(await coding("gzip, br;q=0")).toEqual(["gzip", "accept-encoding"]);
  expect(await coding("identity")).toEqual([null, "accept-encoding"]);
  expect(await coding()).toEqual([null, "accept-encoding"]);
  const zipped = await app.request("/assets/main-abc123.js", { headers: { "accept-encoding": "gzip" } });
  expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(SCRIPT);
});

test("an address of the app gives its page; a file that does not exist, the API and the sandbox do not", async () => {
  const app = await built();
  for (const path of ["/studio", "/library/018f", "/%2e%2e/secret", "/assetsfoo"])
    expect(await (await app.request(path)).text()).toContain("the app");
  for (const path of [
    "/assets/gone.js",
    "/assets/../../package.json",
    "/api/nothing",
    "/sandbox",
    "/sandbox/mail",
  ])
    expect([path, (await app.request(path)).status]).toEqual([path, path.includes("..") ? 200 : 404]);
});

test("HEAD has no body, and nothing can be sent", async () => {
  const app = await built();
  const head = await app.request("/assets/main-abc123.js", { method: "HEAD" });
  expect([...facts(head, "content-length"), await head.text()]).toEqual([200, String(SCRIPT.length), ""]);
  expect(facts(await app.request("/", { method: "POST" }), "allow")).toEqual([405, "GET, HEAD"]);
});

test("pages that were never built say so", async () => {
  const app = await pages(join(temporaryFolder(), "dist"));
  const response = await app.request("/");
  expect([response.status, await response.text()]).toEqual([
    503,
    "The pages are not built: run npm run build",
  ]);
});
