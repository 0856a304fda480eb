import { expect, test } from "vitest";
import type { GenerationView } from "../../web/src/api.ts";
import { mergeFresh, putBack } from "../../web/src/pages/library/live.ts";
import { frameOf, returnedOf, secondsOf, stageOf, takesLong } from "../../web/src/pages/library/progress.ts";
import { madeClip, picture } from "./studio-samples.ts";

const at = (minute: number, change: Partial<GenerationView> = {}) =>
  madeClip({ createdAt: `2026-11-24T12:${minute.toString().padStart(2, "0")}:00.000Z`, ...change });
const [old, middle, young] = [at(1), at(2, { state: "running", finishedAt: null }), at(3)];
const list = { items: [young, middle, old], next: "cursor" };

test("a fresh answer changes what is known and leaves the rest", () => {
  const done: GenerationView = { ...middle, state: "ready" };
  const merged = mergeFresh(list, [done]);
  expect(merged.items.map((made) => made.state)).toEqual(["ready", "ready", "ready"]);
  expect(merged.next).toBe("cursor");
});

test("what was made in another tab comes first", () => {
  const other = at(4);
  expect(mergeFresh(list, [other, young]).items[0]).toBe(other);
});

test("what was just deleted here does not come back with a late answer", () => {
  const shown = { ...list, items: [young, old] };
  expect(mergeFresh(shown, [young, middle, old]).items).toEqual([young, old]);
});

test("what has been deleted elsewhere goes", () => {
  expect(mergeFresh(list, [], [middle.id]).items).toEqual([young, old]);
});

test("an undone deletion is back in its place, once", () => {
  const shown = { ...list, items: [young, old] };
  expect(putBack(putBack(shown, middle), middle).items).toEqual([young, middle, old]);
});

test("every state that has not ended has a stage, the others have none", () => {
  expect(stageOf(middle)).toBe("running");
  expect(stageOf(old)).toBeUndefined();
});

test("time runs by the server's clock and stands still at the end", () => {
  expect(secondsOf(middle, Date.parse(middle.createdAt) + 5000)).toBe(5);
  expect(secondsOf(middle, Date.parse(middle.createdAt) - 5000)).toBe(0);
  expect(secondsOf(at(0), Date.parse("2027-01-01T00:00:00Z"))).toBe(40);
});

test("longer than usual is said only with something to compare, and not after a moment", () => {
  expect(takesLong(600, null)).toBe(false);
  expect(takesLong(6, 2)).toBe(false);
  expect(takesLong(80, 60)).toBe(false);
  expect(takesLong(91, 60)).toBe(true);
});

test("the room for a result is known before it comes", () => {
  const wide = picture({ width: 2000, height: 1000 });
  const coming = at(5, { state: "queued", outputs: [], inputs: [{ role: "first_frame", media: wide }] });
  expect(frameOf(coming)).toBe(2);
  const image = { kind: "image", model: "image-01", prompt: "dusk", aspectRatio: "3:4", count: 1 } as const;
  expect(frameOf({ ...coming, kind: "image", settings: image, inputs: [] })).toBe(0.75);
  expect(frameOf({ ...coming, inputs: [] })).toBeCloseTo(16 / 9);
  expect(frameOf(at(6))).toBeCloseTo(4 / 3);
});

test("what came back is the price less the charge", () => {
  expect(returnedOf(at(1, { credits: 4, creditsCharged: 1 }))).toBe(3);
  expect(returnedOf(at(1, { credits: 4, creditsCharged: null }))).toBeUndefined();
});
