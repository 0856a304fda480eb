/** What is overdue reaches the log without anybody looking for it, and what is not overdue does not. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { HOUR, MINUTE, now, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { run } from "../../functions/clock/watch.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

type Line = { level: string; event: string; state?: string; count?: number };
let lines: Line[] = [];

beforeAll(() => {
  Object.assign(config, { LOG_LEVEL: "error" });
  setLogOutput((line) => lines.push(JSON.parse(line)));
});
beforeEach(() => {
  lines = [];
});
afterEach(() => setClock());

const overdue = () =>
  lines.filter(({ event }) => event === "operations.overdue").map(({ state, count }) => [state, count]);

test("a service in which nothing is late says nothing", async () => {
  await run();
  expect(overdue()).toEqual([]);
});

test("a closing that nobody carried out is told two hours after its instant, as a number and without a name", async () => {
  const { accountId, email } = await person({ closing: true });
  const at = (milliseconds: number) => {
    const instant = new Date(now().getTime() + milliseconds);
    return owner`update account set closes_at = ${instant.toISOString()} where id = ${accountId}`;
  };
  await at(-2 * HOUR + MINUTE);
  await run();
  expect(overdue()).toEqual([]);
  await at(-2 * HOUR - MINUTE);
  await run();
  expect(overdue()).toEqual([["closings_late", 1]]);
  expect(JSON.stringify(lines)).not.toContain(accountId);
  expect(JSON.stringify(lines)).not.toContain(email);
});
