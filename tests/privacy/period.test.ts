import { expect, test } from "vitest";
import { DAY } from "../../core/base/clock.ts";
import { endOf, limitOf } from "../../core/privacy/period.ts";
import { RETENTION, type RetentionRule } from "../../core/privacy/retention.ts";

const iso = (date: Date | null) => date?.toISOString();

test.each([
  ["content", "2025-11-23T09:00:00.000Z", "2026-11-23T09:00:00.000Z"],
  ["content", "2024-02-29T10:00:00.000Z", "2025-03-01T00:00:00.000Z"],
  ["content", "2023-02-28T23:59:59.999Z", "2024-02-28T23:59:59.999Z"],
  ["content", "2023-03-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
  ["account", "2024-02-29T10:00:00.000Z", "2027-03-01T00:00:00.000Z"],
  // The nights in which clocks are changed: periods are counted in UTC, so an hour more or less does not matter.
  ["exports", "2026-03-28T01:30:00.000Z", "2026-04-04T01:30:00.000Z"],
  ["trash", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"],
  ["session", "2026-08-30T00:00:00.000Z", "2026-11-28T00:00:00.000Z"],
] as const)("by the rule %s, what began on %s ends on %s", (rule, start, end) => {
  expect(iso(endOf(rule, new Date(start)))).toBe(end);
});

test("what lives as long as its account has neither an end nor a limit of its own", () => {
  expect([endOf("withAccount", new Date()), limitOf("withAccount", new Date())]).toEqual([null, null]);
});

test("at every instant, what began at the limit has ended and what began a millisecond later has not", () => {
  const rules = (Object.keys(RETENTION) as RetentionRule[]).filter(
    (rule) => !("withSubject" in RETENTION[rule]),
  );
  // Eight years of days at odd hours, with 29 February and the days around it twice and by the millisecond.
  const instants = Array.from({ length: 2922 }, (_, day) => Date.UTC(2023, 10, 1, day % 24, 7) + day * DAY);
  for (const year of [2024, 2025, 2027, 2028])
    for (const edge of [
      Date.UTC(year, 1, 28),
      Date.UTC(year, 1, 29),
      Date.UTC(year, 2, 1),
      Date.UTC(year, 2, 2),
    ])
      instants.push(edge - 1, edge, edge + 1);
  for (const rule of rules)
    for (const instant of instants) {
      const limit = limitOf(rule, new Date(instant)) ?? new Date(Number.NaN);
      const [ended, next] = [endOf(rule, limit), endOf(rule, new Date(limit.getTime() + 1))];
      if (!ended || !next || ended.getTime() > instant || next.getTime() <= instant)
        expect.fail(`${rule} at ${new Date(instant).toISOString()}: ${iso(ended)} and ${iso(next)}`);
    }
});
