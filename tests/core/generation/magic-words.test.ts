/** Whatever the provider does wrong, a job ends as it should, is paid at most once, and gives back what it did not earn. */
import { beforeAll, describe, expect, test } from "vitest";
import { ask, bringUntil, h3, hailuo, image, type Person, speech } from "../../support/generation.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";
import { paid } from "../../support/provider.ts";

let ana: Person;
beforeAll(async () => {
  ana = await person({ credits: 10_000 });
});

/** Runs a job to its end. Answers how it ended, what was paid for it, and how its hold was settled. */
async function endOf(settings: (prompt: string) => Record<string, unknown>, words: string) {
  const marker = `m${Math.random().toString(36).slice(2)}`;
  const { id, credits } = await ask(ana, settings(`${marker} ${words}`));
  const { state, failure, creditsCharged } = await bringUntil(id);
  const [book] = await owner`select
    coalesce(sum(credits) filter (where event = 'release'), 0)::int as released,
    coalesce(sum(credits) filter (where event = 'capture'), 0)::int as captured
    from credit_entry where generation_id = ${id}`;
  expect(book).toEqual({ released: credits - (creditsCharged ?? 0), captured: creditsCharged });
  expect(state === "ready").toBe((creditsCharged ?? 0) > 0);
  const times = (await paid()).filter((call) => call.prompt.includes(marker)).length;
  const [calls] = await owner`select count(*)::int as n from transfer where generation_id = ${id}`;
  return [failure ?? state, times, calls?.n];
}
const small = (prompt: string) => image(prompt, { aspectRatio: "21:9" });

describe("what is answered at once", () => {
  test.each([
    ["rate-limit", "ready", 1, 3],
    ["token-limit", "ready", 1, 3],
    ["growth", "ready", 1, 3],
    ["overloaded", "ready", 1, 2],
    ["unknown", "ready", 1, 2],
    ["timeout", "ready", 1, 2],
    ["internal", "ready", 1, 2],
    ["database", "ready", 1, 2],
    ["rate-limit-9", "provider_busy", 0, 3],
    ["unknown-9", "provider_failed", 0, 3],
    ["unauthorized", "provider_unavailable", 0, 1],
    ["invalid-key", "provider_unavailable", 0, 1],
    ["balance", "provider_unavailable", 0, 1],
    ["quota", "provider_unavailable", 0, 1],
    ["plan", "provider_unavailable", 0, 1],
    ["blocked", "input_blocked", 0, 1],
    ["blocked-output", "output_blocked", 0, 1],
    ["fail", "provider_failed", 0, 3],
    ["null", "provider_failed", 1, 1],
    ["partial", "output_blocked", 1, 1],
    ["slow", "ready", 1, 1],
    ["drop", "provider_silent", 1, 1],
    ["drop-before", "provider_silent", 0, 1],
    ["bad-gateway", "provider_silent", 0, 1],
    ["expired-url", "result_unreadable", 1, 1],
    ["truncated", "ready", 1, 1],
  ])("an image with %s: %s, paid %i, sent %i times", async (word, ending, times, calls) => {
    expect(await endOf(small, `sandbox:${word}`)).toEqual([ending, times, calls]);
  });

  test.each([
    ["rate-limit", "ready", 1, 3],
    ["blocked", "input_blocked", 0, 1],
    ["null", "provider_failed", 1, 1],
    ["drop", "provider_silent", 1, 1],
    ["bad-gateway", "provider_silent", 0, 1],
  ])("speech with %s: %s, paid %i, sent %i times", async (word, ending, times, calls) => {
    expect(await endOf(speech, `sandbox:${word}`)).toEqual([ending, times, calls]);
  });
});

describe("tasks", () => {
  const WORDS: [string, string, number, number][] = [
    ["rate-limit sandbox:fail", "provider_failed", 1, 3],
    ["overloaded sandbox:fail", "provider_failed", 1, 2],
    ["balance", "provider_unavailable", 0, 1],
    ["blocked", "input_blocked", 0, 1],
    ["blocked-late", "input_blocked", 1, 1],
    ["blocked-output", "output_blocked", 1, 1],
    ["fail", "provider_failed", 1, 1],
    ["forgotten", "provider_failed", 1, 1],
    ["odd-status sandbox:fail", "provider_failed", 1, 1],
  ];
  test.each(WORDS)("a v1 clip with %s: %s, paid %i, sent %i times", async (word, ending, times, calls) => {
    expect(await endOf(hailuo, `sandbox:${word}`)).toEqual([ending, times, calls]);
  });
  test.each(WORDS)("a v2 clip with %s: %s, paid %i, sent %i times", async (word, ending, times, calls) => {
    expect(await endOf(h3, `sandbox:${word}`)).toEqual([ending, times, calls]);
  });

  test("a v1 clip whose answer was lost is given up without a second payment: there is no list to look in", async () => {
    expect(await endOf(hailuo, "sandbox:drop sandbox:fail")).toEqual(["provider_silent", 1, 1]);
  });

  // Every test file asks the same provider, whose list tells tasks apart by their length alone: nobody else asks for these.
  const h3For = (durationSeconds: number) => (prompt: string) => h3(prompt, { durationSeconds });

  test("a v2 clip whose answer was lost is found in the list and followed to its end, paid once", async () => {
    expect(await endOf(h3For(13), "sandbox:drop sandbox:fail")).toEqual(["provider_failed", 1, 1]);
  });

  test("a v2 clip that never arrived is given up", async () => {
    expect(await endOf(h3For(14), "sandbox:drop-before")).toEqual(["provider_silent", 0, 1]);
  });
});
