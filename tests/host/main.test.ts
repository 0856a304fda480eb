import { execFile } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort, listen } from "../../functions/host/ports.ts";
import { failToStart, postgresPid, type Stack, stackFolder, startStack } from "./stack.ts";

// Real processes: a machine that does other things too may take its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** One folder for all, since its first start is the slow one; each test that starts a stack on it stops it too. */
const dir = stackFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function start(environment: Record<string, string> = {}): Promise<Stack> {
  const stack = await startStack(dir, { PORT: String(await freePort()), ...environment });
  onTestFinished(() => void stack.child.kill("SIGKILL"));
  return stack;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const ready = async (stack: Stack) => (await (await fetch(`${stack.url}/ready`)).json()).status;

/** Sends what a page would: the token against forged requests, the origin, JSON. */
async function openClient({ url }: Stack) {
  const [cookie = ""] = (await fetch(`${url}/api/session`)).headers.getSetCookie();
  const csrf = /^__Host-csrf=([^;]+)/.exec(cookie)?.[1] ?? "";
  return (method: string, path: string, body: unknown) =>
    fetch(`${url}/api${path}`, {
      method,
      headers: {
        origin: url,
        cookie: `__Host-csrf=${csrf}`,
        "x-csrf-token": decodeURIComponent(csrf),
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
}

/** The token of the link in the only mail to an address. */
async function tokenFromMail({ url }: Stack, address: string): Promise<string> {
  return vi.waitUntil(
    async () => {
      const mails: { to: string; links: string[] }[] = await (
        await fetch(`${url}/sandbox/mail/messages`)
      ).json();
      const link = mails.find((mail) => mail.to.includes(address))?.links[0];
      return link && new URL(link).searchParams.get("token");
    },
    { timeout: 15_000, interval: 100 },
  );
}

describe("a stack whose port was taken", () => {
  const other = createServer();
  let stack: Stack;
  let taken: number;
  beforeAll(async () => {
    taken = await listen(other);
    stack = await startStack(dir, { PORT: String(taken) });
  });
  afterAll(async () => {
    other.close();
    expect(await stack.end("SIGINT")).toBe(0);
  });

  test("can be served by a command beside it: the redrive finds its queues", async () => {
    const environment = `--env-file=${join(dir, "data", "service.env")}`;
    const command = [environment, join("functions", "command.ts"), "redrive"];
    const { PATH = "" } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, command, { env: { PATH } });
    expect(stdout).toContain("generate: 0 moved back\n");
    expect(statSync(join(dir, "data", "service.env")).mode & 0o077).toBe(0);
  });

  test("runs on another one, and the origin that its pages must have follows", async () => {
    expect(stack.url).not.toContain(`:${taken}`);
    expect(stack.printed()).toContain(`Port ${taken} is taken`);
    expect(await ready(stack)).toBe("ready");
    const signIn = async (origin: string) => {
      const answer = await fetch(`${stack.url}/api/session`, { method: "POST", headers: { origin } });
      return (await answer.json()).code;
    };
    expect(await signIn(`http://localhost:${taken}`)).toBe("origin_refused");
    expect(await signIn(stack.url)).toBe("csrf_failed");
  });

  test("gives every answer the security headers, and no file of the disk", async () => {
    for (const path of ["/", "/studio", "/api/nothing", "/assets/gone.js", "/health", "/sandbox/mail"]) {
      const { headers } = await fetch(`${stack.url}${path}`);
      expect([path, headers.get("content-security-policy"), headers.get("x-content-type-options")]).toEqual([
        path,
        expect.stringContaining("default-src 'none'"),
        "nosniff",
      ]);
    }
    expect((await fetch(`${stack.url}/assets/..%2f..%2f..%2fpackage.json`)).status).toBe(404);
  });

  test("sends long answers of the API compressed to whoever can read that", async () => {
    const answer = await fetch(`${stack.url}/api/openapi.json`, { headers: { "accept-encoding": "gzip" } });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.json()).toMatchObject({ openapi: "3.1.0" });
  });

  test("is not disturbed by a second start on its folder, which is refused and told where it is", async () => {
    const second = await failToStart(dir);
    expect(second.code).toBe(1);
    expect(second.printed).toContain(`already running on this folder, at ${stack.url}`);
    expect(await ready(stack)).toBe("ready");
  });
});

test("stopping ends the database too, also while a request is in hand that never ends", async () => {
  const stack = await start();
  const pid = postgresPid(dir);
  const endless = fetch(`${stack.url}/api/session`, {
    method: "POST",
    body: new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(10)) }),
    duplex: "half",
  } as RequestInit).catch(() => "broken off");
  await ready(stack);
  expect(await stack.end("SIGTERM")).toBe(0);
  expect(isAlive(pid)).toBe(false);
  await endless;
});

test("after SIGKILL the next start works: accounts are there, the database left over is ended", async () => {
  const killed = await start();
  const person = { email: "ana@example.org", password: "seven sleepy herons at dusk" };
  const client = await openClient(killed);
  await client("POST", "/account", { ...person, firstName: "Ana", lastName: "Durand", locale: "fr" });
  const token = await tokenFromMail(killed, person.email);
  expect((await client("POST", "/account/verify", { token })).status).toBe(200);
  const pid = postgresPid(dir);
  expect(await killed.end("SIGKILL")).toBe(null);
  const stack = await start();
  expect(stack.printed()).toContain(`stopping a left-over postgres, process ${pid}`);
  const again = await openClient(stack);
  const answer = await again("POST", "/session", person);
  expect(await answer.json()).toMatchObject({ account: { firstName: "Ana", locale: "fr" } });
  expect(await stack.end("SIGTERM")).toBe(0);
});

test.each([
  ["WELCOME_CREDITS", "many"],
  ["SMTP_URL", "smtp://smtp.example.com"],
  ["PORT", "a door"],
])("a start with a bad %s is refused, naming it and not its value", async (name, value) => {
  const refused = await failToStart(dir, { [name]: value });
  expect(refused.code).toBe(1);
  expect(refused.printed).toContain(`Cannot start: `);
  expect(refused.printed).toContain(name);
  expect(refused.printed).not.toContain(value);
});
