import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { eraseDueClosings } from "../../../core/account/closing.ts";
import { setClock } from "../../../core/base/clock.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

test("of 200 cancels and executions that start together at the very instant exactly one wins each", async () => {
  const people = await Promise.all(Array.from({ length: 200 }, () => person()));
  const due = Date.parse("2027-01-15T12:00:00.000Z");
  await owner`update account set state = 'closing', closing_asked_at = now(), closes_at = ${new Date(due)}
    where id in ${owner(people.map(({ accountId }) => accountId))}`;
  // Every look at the time is a moment before or a moment after: either side may have the right to win.
  setClock(() => new Date(due + (randomInt(2) === 0 ? -1 : 1)));
  const claimed: string[] = [];
  const execute = async () => void claimed.push(...(await eraseDueClosings(1)));
  const answers = await Promise.all(
    people.flatMap((who) => [who.delete("/privacy/closing").then(({ status }) => status), execute()]),
  );
  setClock(() => new Date(due + 1));
  const rest = await eraseDueClosings(1000);
  const cancelled = people.filter((_, index) => answers[index * 2] === 200).map(({ accountId }) => accountId);
  const erasing = [...claimed, ...rest];
  expect(new Set(erasing).size).toBe(erasing.length);
  expect([...cancelled, ...erasing].sort()).toEqual(people.map(({ accountId }) => accountId).sort());
  const states = await owner`select id, state from account
    where id in ${owner(people.map(({ accountId }) => accountId))}`;
  for (const { id, state } of states) expect(state).toBe(cancelled.includes(id) ? "active" : "erasing");
  expect([cancelled.length > 0, claimed.length > 0]).toEqual([true, true]);
});

test("a run takes no more accounts than its limit, and never one that is not due", async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => person({ closing: true })));
  const due = people.slice(0, 5).map(({ accountId }) => accountId);
  await owner`update account set closes_at = now() - interval '1 hour' where id in ${owner(due)}`;
  setClock();
  const runs = [await eraseDueClosings(2), await eraseDueClosings(2), await eraseDueClosings(2)];
  expect(runs.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(runs.flat().sort()).toEqual([...due].sort());
});
