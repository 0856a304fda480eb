/**
 * `npm run serve` as systemd runs it: a process of its own with real endpoints in its environment, killed, started again
 * and ended in order. Requests come as the proxy of a server sends them.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { freePort } from "../../functions/host/ports.ts";
import { owner } from "../support/owner.ts";

vi.setConfig({ testTimeout: 240_000 });

const PUBLIC_URL = "https://pix2clip.example";
const port = await freePort();

const run = (environment: Record<string, string>) =>
  spawn(process.execPath, ["functions/command.ts", "serve"], {
    env: { ...process.env, STAGE: "pr-1", PUBLIC_URL, PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Starts the server and waits until it serves. */
async function start(environment = {}): Promise<ChildProcess> {
  const child = run(environment);
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  for await (const part of child.stdout ?? []) {
    printed += part;
    if (printed.includes("serves")) return child;
  }
  throw new Error(`the server ended:\n${printed}`);
}

type Answer = { status: number; cookies: string[]; body: string };

/** A request of the proxy: the public name, and at the end of the list the address that it saw. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const proxied = { host: "pix2clip.example", "x-forwarded-for": "198.51.100.1, 203.0.113.9", ...headers };
    const sent = request({ port, host: "127.0.0.1", method, path, headers: proxied }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          cookies: response.headers["set-cookie"] ?? [],
          body: text,
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}

async function signUp(email: string): Promise<number> {
  const { cookies } = await ask("GET", "/api/session");
  const cookie = cookies.map((each) => each.split(";")[0]).join("; ");
  const csrf = decodeURIComponent(/__Host-csrf=([^;]+)/.exec(cookie)?.[1] ?? "");
  const headers = { cookie, origin: PUBLIC_URL, "x-csrf-token": csrf, "content-type": "application/json" };
  const person = {
    email,
    locale: "fr",
    firstName: "Ada",
    lastName: "Byron",
    password: "correct horse battery staple 9",
  };
  return (await ask("POST", "/api/account", headers, person)).status;
}

/** Whether a mail to an address lies in the mailbox: nothing here sends any, only the server does. */
function wasMailed(address: string): boolean {
  const dir = inject("mailboxDir");
  const mails = readdirSync(dir).filter((name) => name.endsWith(".eml"));
  return mails.some((name) => readFileSync(join(dir, name)).includes(address));
}

test("what was taken on before a kill is done after the next start, and a stop ends in order", async () => {
  const first = await start();
  expect((await ask("GET", "/ready")).status).toBe(200);
  const email = `ada-${port}@pix2clip.example`; // the mailbox is everybody's
  expect(await signUp(email)).toBeLessThan(300);
  first.kill("SIGKILL");
  await once(first, "exit");
  // Whoever held the mail when it was killed holds it for five minutes: they pass.
  await owner`update mail set claimed_at = claimed_at - interval '5 minutes' where claimed_at is not null`;
  const second = await start();
  await vi.waitUntil(() => wasMailed(email), { timeout: 90_000, interval: 500 });
  const ended = once(second, "exit");
  second.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("the client's address is the one that the proxy saw, and another name is not served", async () => {
  const server = await start();
  await signUp("grace@pix2clip.example");
  const rows = await owner`select ip from security_event where kind = 'signed_up' order by at desc limit 1`;
  expect(rows).toEqual([{ ip: "203.0.113.9" }]);
  expect((await ask("GET", "/api/session", { host: "evil.example" })).status).toBe(421);
  expect((await ask("GET", "/health", { host: "127.0.0.1" })).status).toBe(200);
  server.kill("SIGTERM");
  await once(server, "exit");
});

test("a server that was told of a bucket or a queue that does not exist names it and does not start", async () => {
  const QUEUE_URL_MAIL = `${process.env.QUEUE_URL_MAIL}-gone`;
  const child = run({ STORAGE_BUCKET_EXPORTS: "nowhere", QUEUE_URL_MAIL });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  const bucket = `bucket nowhere at ${process.env.STORAGE_ENDPOINT}`;
  expect([code, said]).toEqual([1, `There is no ${bucket}, no queue ${QUEUE_URL_MAIL}.\n`]);
});

test("a server whose key the queues do not know says so and does not start", async () => {
  const child = run({ QUEUE_SECRET_ACCESS_KEY: "wrong" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  const names = "QUEUE_ACCESS_KEY_ID and QUEUE_SECRET_ACCESS_KEY";
  expect([code, said]).toEqual([1, `The queues do not know the key: look at ${names}.\n`]);
});

test.each([
  ["no port", "a door", /^PORT is not a port\.\n$/],
  [
    "one that is taken",
    new URL(process.env.STORAGE_ENDPOINT ?? "").port,
    /^listen EADDRINUSE.+: PORT chooses another one\.\n$/,
  ],
])("a server that is told %s says so", async (_, chosen, sentence) => {
  const child = run({ PORT: chosen });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
});

test("queues that do not answer at the start are waited for", async () => {
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const server = await start({ QUEUE_ENDPOINT: nowhere });
  expect((await ask("GET", "/ready")).status).toBe(200);
  server.kill("SIGKILL");
});
