/**
 * What has failed can be seen again: the same seed lives the same lives, to the minute, and leaves the same behind, in
 * another database, with other ids and other secrets.
 */
import { expect, test } from "vitest";

import { anotherService } from "./another-service.ts";

type Live = typeof import("./live.ts");
const PLAN = { seed: 7, years: 0, people: 9, days: 70 };

/** What is left in the end, without ids. */
const summaryOf = ({ book }: Awaited<ReturnType<Live["live"]>>) =>
  book.lives.map(({ name, standing, email, credits, choices, content, copies, restricted, consents }) => ({
    name,
    standing,
    email,
    credits,
    choices,
    restricted,
    consents: [...consents].sort(),
    copies: copies.size,
    content: [...content.values()].map(({ kind, createdAt }) => `${kind} ${createdAt.toISOString()}`).sort(),
  }));

test("a seed tells the same story twice", async () => {
  const { live } = await import("./live.ts");
  const once = await live(PLAN);
  const again = await (await anotherService())(PLAN);
  expect(once.world.chronicle.length).toBeGreaterThan(10);
  expect(again.world.chronicle).toEqual(once.world.chronicle);
  expect(summaryOf(again)).toEqual(summaryOf(once));
}, 300_000);
