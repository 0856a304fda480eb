/** The mailbox of a preview as Lambda runs it: bundled, linked to its key, called with the gateway's events. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, ENTRY } from "../support/bundle.ts";
import { deployedEnvironment } from "../support/deployed-environment.ts";

const KEY = "k".repeat(64);
type Answer = { statusCode: number; headers: Record<string, string>; cookies?: string[]; body: string };

const dir = mkdtempSync(join(tmpdir(), "pix2clip-mailbox-"));
afterAll(() => rmSync(dir, { recursive: true }));
beforeAll(async () => {
  for (const [name, bytes] of (await bundle("functions/preview/mail.ts")).files)
    writeFileSync(join(dir, name), bytes);
});

/** What one instance answers to a script, which calls `get(path, query, cookie)`. */
function inOneInstance(script: string, environment: Record<string, string> = { MAILBOX_KEY: KEY }): unknown {
  const program = `
    const { handler } = await import("./${ENTRY}");
    const get = (path, rawQueryString = "", cookie) => handler({
      version: "2.0", rawPath: path, rawQueryString, isBase64Encoded: false,
      headers: { host: "pix2clip.example" }, ...(cookie ? { cookies: [cookie] } : {}),
      requestContext: { http: { method: "GET", path, sourceIp: "203.0.113.7" }, domainName: "pix2clip.example" },
    }, {});
    ${script}
    process.exit(0);`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: dir,
    env: { PATH: process.env.PATH, TMPDIR: dir, ...deployedEnvironment, ...environment },
    encoding: "utf8",
    stdio: "pipe",
  });
  return JSON.parse(answer);
}

test("who has the key reads the mails, and it stands in no further address", () => {
  const [opened, list, script] = inOneInstance(`
    const opened = await get("/sandbox/mail", "key=${KEY}");
    const cookie = opened.cookies[0].split(";")[0];
    console.log(JSON.stringify([opened, await get("/sandbox/mail", "", cookie), await get("/sandbox/mail/renew.js", "", cookie)]));
  `) as Answer[];
  expect([opened?.statusCode, opened?.headers.location]).toEqual([303, "/sandbox/mail"]);
  expect(opened?.cookies).toEqual([
    `__Secure-mailbox=${KEY}; Path=/sandbox/mail; HttpOnly; Secure; SameSite=Lax`,
  ]);
  expect(list?.statusCode).toBe(200);
  expect(list?.body).toContain("Mailbox of this preview");
  expect(list?.body).toContain("forgets them when it ends");
  expect(script?.statusCode).toBe(200);
  for (const { headers } of [opened, list, script] as Answer[])
    expect([headers["x-robots-tag"], headers["cache-control"]]).toEqual(["noindex, nofollow", "no-store"]);
});

test("who has no key, or another one, is told that there is nothing, whatever is asked for", () => {
  const answers = inOneInstance(`
    const id = "1764500000000-00000000-0000-4000-8000-000000000000";
    const paths = ["", "/messages", "/style.css", "/" + id, "/" + id + "/html", "/no-such-page"];
    const tries = [["", undefined], ["key=", undefined], ["key=wrong", undefined], ["", "__Secure-mailbox=wrong"], ["", "mailbox=${KEY}"]];
    const answers = [];
    for (const path of paths) for (const [query, cookie] of tries) answers.push(await get("/sandbox/mail" + path, query, cookie));
    console.log(JSON.stringify(answers));
  `) as Answer[];
  expect(answers).toHaveLength(30);
  const seen = answers.map(({ statusCode, body, headers }) => [statusCode, body, headers["x-robots-tag"]]);
  expect(new Set(seen.map(String))).toEqual(new Set(["404,Not found,noindex, nofollow"]));
});

test("without a key there is no mailbox", () => {
  expect(() => inOneInstance("", {})).toThrow("MAILBOX_KEY is not set");
});
