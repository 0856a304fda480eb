/** A deployment whose transfer assessment has a review date: once it has passed, nothing more leaves. */
import "../../support/transfer-records.ts";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { setClock } from "../../../core/base/clock.ts";
import { suspensionOf } from "../../../core/base/processor.ts";
import type { Settings } from "../../../core/generation/generation.schema.ts";
import * as Provider from "../../../core/provider/provider.ts";
import { ask, bringMessage, image, quoteFor, request } from "../../support/generation.ts";
import { browser, person } from "../../support/person.ts";
import { sent } from "../../support/provider.ts";

const at = (instant: string) => setClock(() => new Date(instant));
type Person = Awaited<ReturnType<typeof person>>;
let ana: Person;

beforeAll(async () => {
  at("2027-05-31T12:00:00Z");
  ana = await person({ credits: 100 });
});
afterEach(() => setClock());

describe("past the review date of the assessment", () => {
  test("the last second of the day belongs to it, the next does not", () => {
    at("2027-06-01T23:59:59.999Z");
    expect(suspensionOf("minimax")).toBeNull();
    at("2027-06-02T00:00:00.000Z");
    expect(suspensionOf("minimax")).toBe("review_overdue");
    expect(suspensionOf("hetzner")).toBeNull();
  });

  test.each([
    ["en", "overdue"],
    ["fr", "doit être revu"],
  ] as const)(
    "a price and a request are refused in %s, saying why, and nothing is held",
    async (locale, words) => {
      at("2027-06-01T12:00:00Z");
      const who = await person({ credits: 100, locale });
      const { quote } = await quoteFor(who, image("A lighthouse"));
      at("2027-06-02T00:00:00Z");
      const settings = image("A lighthouse");
      for (const answer of [
        await who.post("/quotes", { settings }),
        await who.post("/generations", { settings, quote }),
      ]) {
        expect(answer.status).toBe(503);
        const problem = (await answer.json()) as { code: string; detail: string };
        expect(problem.code).toBe("transfers_suspended");
        expect(problem.detail).toContain(words);
      }
      expect(await (await who.get("/credits")).json()).toMatchObject({ available: 100, held: 0 });
    },
  );

  test("a job that waited fails with the reason, its credits go back, and nothing has left", async () => {
    at("2027-06-01T23:50:00Z");
    const { id } = await ask(ana, image("A lighthouse at dusk"));
    sent.length = 0;
    at("2027-06-02T00:00:00Z");
    const row = await bringMessage(id);
    expect([row.state, row.failure, row.creditsCharged]).toEqual(["failed", "transfers_suspended", 0]);
    expect(sent).toEqual([]);
    expect(await (await ana.get("/credits")).json()).toMatchObject({ available: 100, held: 0 });
    expect(await (await ana.get("/privacy/transfers")).json()).toMatchObject({ items: [] });
  });

  test("the last door is shut as well: a request that is ready does not leave", async () => {
    at("2027-05-31T12:00:00Z");
    const prepared = await Provider.prepare(image("A lighthouse") as Settings, {});
    sent.length = 0;
    at("2027-06-02T00:00:00Z");
    expect(await Provider.create(prepared)).toEqual({ type: "refused", failure: "transfers_suspended" });
    expect(sent).toEqual([]);
  });

  test("visitors and the signed-in are told, in their language, and the rest stays open", async () => {
    at("2027-06-02T00:00:00Z");
    const told = async (who: { get: Person["get"] }, path: string) =>
      ((await (await who.get(path)).json()) as { transfersSuspended: string | null }).transfersSuspended;
    expect(await told(browser(), "/models")).toContain("Your library stays open");
    expect(await told(browser(undefined, "fr"), "/models")).toContain("Votre bibliothèque reste ouverte");
    expect(await told(ana, "/privacy")).toContain("overdue");
    expect((await ana.get("/generations")).status).toBe(200);
    at("2027-06-01T00:00:00Z");
    expect(await told(browser(), "/models")).toBeNull();
    expect((await request(ana, image("A lighthouse"))).status).toBe(201);
  });
});
