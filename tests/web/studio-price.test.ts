import { expect, test } from "vitest";
import { type Circumstances, obstacleTo, refreshIn } from "../../web/src/price.ts";

const quote = { credits: 28, quote: "28.x", expiresAt: "2026-11-24T12:15:00.000Z" };
const FREE: Circumstances = {
  missing: undefined,
  undecided: false,
  restricted: false,
  sending: false,
  price: { state: "known", quote, of: "{}" },
  available: 28,
};

test("with enough credits and a price for exactly these settings, the button may be pressed", () => {
  expect(obstacleTo(FREE)).toBeUndefined();
});

test("one credit too few says how many are lacking", () => {
  expect(obstacleTo({ ...FREE, available: 27 })).toEqual({ because: "credits", lacking: 1 });
});

test("an unknown balance leaves the decision to the server", () => {
  expect(obstacleTo({ ...FREE, available: undefined })).toBeUndefined();
});

test.each([
  [{ sending: true }, "sending"],
  [{ restricted: true, missing: "prompt" }, "restricted"],
  [{ missing: "prompt", undecided: true }, "prompt"],
  [{ undecided: true, price: { state: "none" } }, "personal"],
  [{ price: { state: "failed", error: new Error("x") } }, "no_price"],
  [{ price: { state: "asking" } }, "asking"],
] as [Partial<Circumstances>, string][])("the most pressing obstacle is named: %#", (change, because) => {
  expect(obstacleTo({ ...FREE, ...change })?.because).toBe(because);
});

test("a quote is asked for again half a minute before it ends, and at once when it has ended", () => {
  const end = Date.parse(quote.expiresAt);
  expect(refreshIn(quote.expiresAt, end - 900_000)).toBe(870_000);
  expect(refreshIn(quote.expiresAt, end + 5)).toBe(1000);
});
