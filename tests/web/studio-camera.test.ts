import { expect, test } from "vitest";
import { CAMERA_WORDS } from "../../core/generation/catalogue.ts";
import { insertCamera } from "../../web/src/camera.ts";

const KNOWN = CAMERA_WORDS.map((camera) => camera.word);
/** `|` is the caret, or two of them the selection. */
function put(marked: string, word: string): string {
  const start = marked.indexOf("|");
  const text = marked.replaceAll("|", "");
  const end = Math.max(start, marked.lastIndexOf("|") - 1);
  const after = insertCamera(text, { start, end }, word, KNOWN);
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`;
}

test.each([
  ["|", "[Push in]|"],
  ["golden hour|", "golden hour [Push in]|"],
  ["golden| hour", "golden [Push in]| hour"],
  ["|golden hour", "[Push in]| golden hour"],
  ["a boat|, slowly", "a boat [Push in]|, slowly"],
  ["a |red |boat", "a [Push in]| boat"],
])("a camera word goes where the caret is: %s", (before, after) => {
  expect(put(before, "[Push in]")).toBe(after);
});

test.each([
  ["[Push in]| golden hour", "[Push in, Tilt up]| golden hour"],
  ["[Push in] |golden hour", "[Push in, Tilt up]| golden hour"],
  ["[Pu|sh in] golden hour", "[Push in, Tilt up]| golden hour"],
  ["[push in]|", "[push in, Tilt up]|"],
])("a word right after a bracket of camera words joins it: %s", (before, after) => {
  expect(put(before, "[Tilt up]")).toBe(after);
});

test("a word that is already there is not put twice", () => {
  expect(put("[Push in, Tilt up]| dusk", "[Tilt up]")).toBe("[Push in, Tilt up]| dusk");
});

test("the fourth word begins a new bracket, since the provider advises three together", () => {
  expect(put("[Push in, Tilt up, Shake]| dusk", "[Zoom in]")).toBe(
    "[Push in, Tilt up, Shake] [Zoom in]| dusk",
  );
});

test("a bracket of the writer's own words is left alone", () => {
  expect(put("[softly]|", "[Push in]")).toBe("[softly] [Push in]|");
  expect(put("an open [bracket|", "[Push in]")).toBe("an open [bracket [Push in]|");
});
