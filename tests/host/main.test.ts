import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { freePort, listen } from "../../functions/host/ports.ts";
import { failToStart, postgresPid, type Stack, stackFolder, startStack } from "./stack.ts";

/** One folder for all, since its first start is the slow one; each test leaves it stopped. */
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

test("a port that is taken is replaced, and the pages, the cookies' origin and the uploads follow", async () => {
  const other = createServer();
  const port = await listen(other);
  onTestFinished(() => void other.close());
  const stack = await start({ PORT: String(port) });
  expect(stack.url).not.toContain(`:${port}`);
  expect(stack.printed()).toContain(`Port ${port} is taken`);
  expect(await ready(stack)).toBe("ready");
  const forged = await fetch(`${stack.url}/api/session`, {
    method: "POST",
    headers: { origin: `http://localhost:${port}` },
  });
  expect((await forged.json()).code).toBe("origin_refused");
  const ours = await fetch(`${stack.url}/api/session`, { method: "POST", headers: { origin: stack.url } });
  expect((await ours.json()).code).toBe("csrf_failed");
  expect(await stack.end("SIGTERM")).toBe(0);
});

test("every answer carries the security headers, and no folder of the disk is served", async () => {
  const stack = await start();
  for (const path of ["/", "/studio", "/api/nothing", "/assets/gone.js", "/health"]) {
    const { headers } = await fetch(`${stack.url}${path}`);
    expect([path, headers.get("content-security-policy")]).toEqual([
      path,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
  }
  expect((await fetch(`${stack.url}/assets/..%2f..%2f..%2fpackage.json`)).status).toBe(404);
  expect(await stack.end("SIGINT")).toBe(0);
});

test("a second start on the same folder is refused and says where the first one is", async () => {
  const stack = await start();
  const second = await failToStart(dir);
  expect(second).toEqual({
    code: 1,
    printed: expect.stringContaining(`already running on this folder, at ${stack.url}`),
  });
  expect(await ready(stack)).toBe("ready");
  expect(await stack.end("SIGTERM")).toBe(0);
});

test("stopping ends the database too, within seconds, also while a request is in hand", async () => {
  const stack = await start();
  const pid = postgresPid(dir);
  const endless = fetch(`${stack.url}/api/session`, {
    method: "POST",
    body: new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(10)) }),
    duplex: "half",
  } as RequestInit).catch(() => "broken off");
  await ready(stack);
  const asked = performance.now();
  expect(await stack.end("SIGTERM")).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(isAlive(pid)).toBe(false);
  await endless;
});

test("after SIGKILL the next start works, and ends the database left over", async () => {
  const killed = await start();
  const pid = postgresPid(dir);
  expect(await killed.end("SIGKILL")).toBe(null);
  const stack = await start();
  expect(stack.printed()).toContain(`stopping a left-over postgres, process ${pid}`);
  expect(await ready(stack)).toBe("ready");
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
