import { afterEach, expect, test } from "vitest";
import { actAs } from "../../../core/base/actor.ts";
import { HOUR, now, SECOND, setClock } from "../../../core/base/clock.ts";
import { purge } from "../../../core/privacy/purge/purge.ts";
import {
  countAttempt,
  currentNetwork,
  forgive,
  keyOf,
  type Policy,
  waitFor,
} from "../../../core/session/throttle.ts";
import { owner } from "../../support/owner.ts";

const POLICY: Policy = { name: "test", free: 5, firstWaitSeconds: 5, longestWaitSeconds: 900, ceiling: 25 };
const at = (instant: Date) => setClock(() => instant);
const later = (milliseconds: number) => at(new Date(now().getTime() + milliseconds));
afterEach(() => setClock());

let subject = 0;
const nobody = () => `subject ${subject++}`;
const counts = async () => (await owner`select count from throttle order by count desc`).map((r) => r.count);

/** Makes attempts, each as soon as it is let through. Returns the waits before them, in seconds. */
async function makeAttempts(who: string, times: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    const wait = await waitFor(POLICY, who);
    waits.push(wait);
    later(wait * SECOND);
    expect(await countAttempt(POLICY, who)).toBe(0);
  }
  return waits;
}

test("five attempts are free, then each waits longer than the last, and the 26th waits for a day", async () => {
  at(new Date("2026-03-01T00:00:00Z"));
  const who = nobody();
  const waits = await makeAttempts(who, 25);
  expect(waits.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 10]);
  for (let i = 6; i < 25; i++) expect(waits[i]).toBeGreaterThan(waits[i - 1] ?? 0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(925);
  expect(await countAttempt(POLICY, who)).toBe(24 * 3600);
  later(24 * HOUR - SECOND);
  expect(await countAttempt(POLICY, who)).toBe(1);
  later(SECOND);
  expect(await countAttempt(POLICY, who)).toBe(0);
});

test("attempts sent at the same time are all counted, and only the free ones let through", async () => {
  for (const frozen of [true, false]) {
    if (frozen) at(new Date("2026-04-01T00:00:00Z"));
    else setClock();
    const who = nobody();
    const waits = await Promise.all(Array.from({ length: 100 }, () => countAttempt(POLICY, who)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  }
  expect((await counts()).slice(0, 2)).toEqual([100, 100]);
});

test("a refused attempt does not prolong the wait", async () => {
  at(new Date("2026-05-01T00:00:00Z"));
  const who = nobody();
  await makeAttempts(who, 5);
  for (let second = 0; second < 10; second++) {
    expect(await countAttempt(POLICY, who)).toBe(10 - second);
    later(SECOND);
  }
  expect(await countAttempt(POLICY, who)).toBe(0);
});

test("refused attempts do not bring the ceiling nearer where the policy ignores them", async () => {
  at(new Date("2026-05-02T00:00:00Z"));
  const policy: Policy = { ...POLICY, ignoresRefused: true };
  const who = nobody();
  const waits = await Promise.all(Array.from({ length: 100 }, () => countAttempt(policy, who)));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  expect(Math.max(...waits)).toBe(10);
  later(10 * SECOND);
  expect(await countAttempt(policy, who)).toBe(0);
});

test("who has proved himself starts anew, and nobody else", async () => {
  const [one, other] = [nobody(), nobody()];
  for (const who of [one, other]) await Promise.all([1, 2, 3, 4, 5].map(() => countAttempt(POLICY, who)));
  await forgive([keyOf(POLICY, one)]);
  expect(await countAttempt(POLICY, one)).toBe(0);
  expect(await countAttempt(POLICY, other)).toBeGreaterThan(0);
});

test("counters end a day after the last attempt and are swept; no row names a subject", async () => {
  await owner`delete from throttle`;
  at(new Date("2026-06-01T00:00:00Z"));
  await countAttempt(POLICY, "somebody@example.org");
  later(HOUR);
  await countAttempt(POLICY, nobody());
  later(23 * HOUR + SECOND);
  expect(await purge(["throttle"])).toMatchObject([{ found: 1, deleted: 1 }]);
  const rows = await owner`select key from throttle`;
  expect(rows).toHaveLength(1);
  expect(rows[0]?.key).toMatch(/^[\w-]{43}$/);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:a:b:1:2:3:4", "2001:db8:a:b"],
  ["2001:0db8:000a:000b::1", "2001:db8:a:b"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("the network of %s is %s", (ip, network) => {
  const facts = { requestId: "test", locale: "en", ip } as const;
  expect(actAs({ type: "nobody" }, currentNetwork, facts)).toBe(network);
});
