/**
 * Eleven years in the life of the service: the real functions under a set clock, random lives
 * from a seed, and every evening the policy. `TIME_SEED` (several with commas), `TIME_YEARS` and `TIME_PEOPLE` ask for
 * other lives; what has failed once fails again with the same three.
 */
import { expect, test } from "vitest";
import { anotherService } from "./another-service.ts";
import { live, type Outcome } from "./live.ts";
import { explain, type World } from "./world.ts";

const { TIME_SEED = "1", TIME_YEARS = "11", TIME_PEOPLE = "12" } = process.env;
const seeds = TIME_SEED.split(",").map(Number);
const years = Number(TIME_YEARS);
const people = Number(TIME_PEOPLE);

/** How the lives of a run have gone, in one line. */
function summaryOf({ book, world, days }: Outcome, seconds: number): string {
  const counts = new Map<string, number>();
  for (const { standing, reason } of book.lives) {
    const end = reason ?? standing;
    counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const ends = [...counts].sort().map(([end, count]) => `${end} ${count}`);
  const told = `${days} days, ${book.lives.length} people (${ends.join(", ")})`;
  return `${told}, ${world.chronicle.length} lines of chronicle, ${book.mailsRead} mails, ${seconds} s`;
}

for (const [index, seed] of seeds.entries())
  test(`every promise about time holds on each day of ${years} years of ${people} people (seed ${seed})`, async ({
    annotate,
  }) => {
    const command = `TIME_SEED=${seed} TIME_YEARS=${years} TIME_PEOPLE=${people} npx vitest run --project time`;
    let world: World | undefined;
    const begun = performance.now();
    try {
      const run = index === 0 ? live : await anotherService();
      const outcome = await run({ seed, years, people }, (begun) => {
        world = begun;
      });
      await annotate(summaryOf(outcome, Math.round((performance.now() - begun) / 1000)));
      expect(outcome.days).toBeGreaterThan(years * 365);
    } catch (error) {
      throw world ? explain(error, world, command) : error;
    }
  });
