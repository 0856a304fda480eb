import { expect, test } from "vitest";
import { pressAnswered, pressKey } from "../../web/src/pages/studio/press.ts";
import { madeClip } from "./studio-samples.ts";

const { settings } = madeClip();

test("pressing again after a lost answer repeats the key, so that nothing is paid twice", () => {
  expect(pressKey(settings)).toBe(pressKey({ ...settings }));
});

test("other settings and an answered press begin anew", () => {
  const first = pressKey(settings);
  expect(pressKey({ ...settings, prompt: "dusk" })).not.toBe(first);
  const second = pressKey(settings);
  pressAnswered();
  expect(pressKey(settings)).not.toBe(second);
});
