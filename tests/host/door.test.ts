import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { openDoor } from "../../functions/host/door.ts";
import { freePort } from "../../functions/host/ports.ts";

async function open(port: number) {
  const door = await openDoor(port);
  onTestFinished(() => door.close(0));
  return door;
}

async function occupy(port: number, address: string): Promise<void> {
  const other = createServer().listen(port, address);
  await once(other, "listening");
  onTestFinished(() => void other.close());
}

test("until the service is there, a browser is told to come back; then it is answered", async () => {
  const door = await open(await freePort());
  const early = await fetch(door.url);
  expect([early.status, early.headers.get("refresh")]).toEqual([503, "1"]);
  door.open((_, response) => void response.end("ready"));
  expect(await (await fetch(door.url)).text()).toBe("ready");
});

test.each(["127.0.0.1", "::1"])("a port that another program has on %s is passed over", async (address) => {
  const port = await freePort();
  await occupy(port, address);
  const door = await open(port);
  expect(door.port).toBeGreaterThan(port);
  expect(door.url).toBe(`http://localhost:${door.port}`);
});

test("localhost is ours on both loopback addresses", async () => {
  const door = await open(await freePort());
  door.open((_, response) => void response.end("ours"));
  for (const host of ["127.0.0.1", "[::1]"])
    expect(await (await fetch(`http://${host}:${door.port}`)).text()).toBe("ours");
});

test.each([
  ["localhost", 200],
  ["127.0.0.1", 200],
  ["[::1]", 200],
  ["evil.example", 421],
  ["localhost.evil.example", 421],
  ["127.0.0.1.evil.example", 421],
])("a browser that was told that %s is this machine gets %i", async (name, status) => {
  const door = await open(await freePort());
  door.open((_, response) => void response.end("mails"));
  const headers = { host: `${name}:${door.port}` };
  const asked = request({ host: "127.0.0.1", port: door.port, headers }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect([answer.statusCode, (await text(answer)) === "mails"]).toEqual([status, status === 200]);
});

test("closing breaks off what is not done in time", async () => {
  const door = await open(await freePort());
  door.open(() => undefined); // never answers
  const hanging = fetch(door.url).catch(() => "broken off");
  const arrived = new Promise<void>((resolve) => door.open(() => resolve()));
  const second = fetch(door.url).catch(() => "broken off");
  await arrived;
  await door.close(10);
  expect(await Promise.all([hanging, second])).toEqual(["broken off", "broken off"]);
});
