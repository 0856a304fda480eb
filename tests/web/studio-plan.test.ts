import { expect, test } from "vitest";
import { checkSettings, modelViews, priceOf } from "../../core/generation/catalogue.ts";
import {
  changeDraft,
  type Draft,
  draft,
  draftAgain,
  forgetPicture,
  ownPicture,
  promptOf,
} from "../../web/src/draft.ts";
import {
  chooseResolution,
  clipChoices,
  forReader,
  lengthOf,
  listPrice,
  type Model,
  missingOf,
  modelOf,
  ratioChoices,
  settingsOf,
  voiceChoices,
} from "../../web/src/plan.ts";
import { madeClip, picture } from "./studio-samples.ts";

const models: Model[] = modelViews().map((model) => ({ ...model, typicalSeconds: null }));
const model = (id: string): Model => {
  const found = models.find((one) => one.id === id);
  if (!found) throw new Error(`no model ${id}`);
  return found;
};
const EMPTY = draft.get();
const start = (change: Partial<Draft>): Draft => ({ ...EMPTY, ...change });
const clip = (change: Partial<Draft> = {}) => start({ kind: "clip", scene: "golden hour", ...change });
const first = { first_frame: ownPicture(picture()) };
const both = { ...first, last_frame: ownPicture(picture()) };

/** Every duration and resolution of every clip model, with and without pictures, as the controls allow them. */
function everyClip(): [string, Draft, Model][] {
  return models
    .filter((one) => one.kind === "clip")
    .flatMap((one) =>
      [{}, first, both].flatMap((pictures) => {
        const base = clip({ models: { clip: one.id }, pictures });
        const { durations, resolutions } = clipChoices(base, one);
        return [
          ...durations.map((durationSeconds) => ({ ...base, durationSeconds })),
          ...resolutions.map((resolution) => ({ ...base, ...chooseResolution(base, one, resolution) })),
        ].map((made): [string, Draft, Model] => [
          `${one.id} ${Object.keys(pictures).length} pictures ${made.durationSeconds} s ${made.resolution ?? ""}`,
          made,
          one,
        ]);
      }),
    );
}

test.each(everyClip())("what the controls allow is offered at the price shown: %s", (_, made, one) => {
  const settings = settingsOf(made, one);
  if (missingOf(made, one) === "first_frame") expect(settings).toBeUndefined();
  else {
    expect(settings).toBeDefined();
    if (!settings) return;
    expect(() => checkSettings(settings)).not.toThrow();
    expect(listPrice(made, one)).toBe(priceOf(settings));
  }
});

test.each(models.filter((one) => one.kind !== "clip"))("$id is priced and asked as it is offered", (one) => {
  const made = start({
    kind: one.kind,
    models: { [one.kind]: one.id },
    scene: "dusk",
    speech: "a".repeat(101),
    count: 3,
  });
  const settings = settingsOf(made, one);
  expect(settings).toBeDefined();
  if (!settings) return;
  expect(() => checkSettings(settings)).not.toThrow();
  expect(listPrice(made, one)).toBe(priceOf(settings));
});

test("a resolution that does not go with the duration changes the duration to one that does", () => {
  const hailuo = model("MiniMax-Hailuo-2.3");
  const ten = clip({ models: { clip: hailuo.id }, durationSeconds: 10, resolution: "768P" });
  const after = { ...ten, ...chooseResolution(ten, hailuo, "1080P") };
  expect(clipChoices(after, hailuo)).toMatchObject({ durationSeconds: 6, resolution: "1080P", credits: 49 });
});

test("a duration that does not go with the resolution changes the resolution", () => {
  const hailuo = model("MiniMax-Hailuo-2.3");
  const wide = clip({ models: { clip: hailuo.id }, durationSeconds: 10, resolution: "1080P" });
  expect(clipChoices(wide, hailuo)).toMatchObject({ durationSeconds: 10, resolution: "768P" });
});

test("a duration that another model lacks becomes its nearest one, and comes back with the first model", () => {
  const made = clip({ durationSeconds: 9 });
  expect(clipChoices(made, model("MiniMax-Hailuo-2.3")).durationSeconds).toBe(10);
  expect(clipChoices(made, model("MiniMax-H3")).durationSeconds).toBe(9);
});

test("a last picture without a first one asks for the first", () => {
  const made = clip({
    models: { clip: "MiniMax-Hailuo-02" },
    pictures: { last_frame: ownPicture(picture()) },
  });
  expect(missingOf(made, model("MiniMax-Hailuo-02"))).toBe("first_frame");
});

test("a first picture gives the clip its shape, so that no ratio is offered or sent", () => {
  const h3 = model("MiniMax-H3");
  expect(ratioChoices(clip(), h3).ratios).toContain("16:9");
  expect(ratioChoices(clip({ pictures: first }), h3).ratios).toEqual([]);
  expect(settingsOf(clip({ pictures: first }), h3)).not.toHaveProperty("aspectRatio");
});

test("pictures of roles that the model does not take are kept in the draft and not sent", () => {
  const made = clip({ models: { clip: "MiniMax-Hailuo-2.3" }, pictures: both });
  expect(settingsOf(made, model("MiniMax-Hailuo-2.3"))).not.toHaveProperty("lastFrameMediaId");
});

test.each([
  ["", "prompt"],
  ["  \n", "prompt"],
  ["\u200b\u2060\u3164", "prompt_invisible"],
  ["é".repeat(2000), undefined],
  ["🎬".repeat(2000), undefined],
  ["a".repeat(2001), "prompt_long"],
])("text %#: what is missing is named as the server would see it", (scene, missing) => {
  expect(missingOf(clip({ scene }), model("MiniMax-Hailuo-2.3"))).toBe(missing);
});

test("an emoji counts as one character, as the provider counts", () => {
  expect(lengthOf(" 🎬 é ")).toBe(3);
});

test("while a picture is being sent or was refused, nothing can be asked for", () => {
  const facts = { upload: 1, name: "a.jpg", preview: undefined };
  const hailuo = model("MiniMax-Hailuo-2.3");
  const sending = { first_frame: { ...facts, state: "sending", share: 0.5 } as const };
  const refused = {
    first_frame: { ...facts, state: "failed", trouble: { rule: "type" }, file: undefined } as const,
  };
  expect(settingsOf(clip({ pictures: sending }), hailuo)).toBeUndefined();
  expect(missingOf(clip({ pictures: refused }), hailuo)).toBe("picture_failed");
  expect(missingOf(start({ scene: "dusk", pictures: refused }), model("image-01"))).toBeUndefined();
});

test("a model that is gone gives way to the first of its kind", () => {
  expect(modelOf(clip({ models: { clip: "gone" } }), models)?.kind).toBe("clip");
  expect(modelOf(clip(), [])).toBeUndefined();
});

test("speech begins with a voice of the reader's language, and every voice stays on offer", () => {
  const speech = model("speech-2.8-hd");
  const spoken = start({ kind: "speech", speech: "Bonjour" });
  expect(voiceChoices(spoken, forReader(speech, "fr")).voice).toMatch(/^French_/);
  expect(voiceChoices(spoken, forReader(speech, "en")).voice).toMatch(/^English_/);
  expect(forReader(speech, "en").speech?.voices).toHaveLength(speech.speech?.voices.length ?? 0);
});

test("using a generation again asks for exactly the same", () => {
  const made = madeClip();
  const again = draftAgain(made);
  expect(settingsOf(again, model(made.settings.model))).toEqual(made.settings);
});

test("a picture that has been deleted since is left out when a generation is used again", () => {
  const gone = madeClip();
  expect(draftAgain({ ...gone, inputs: [] }).pictures).toEqual({});
});

test("an upload that is deleted leaves every place that it was chosen for", () => {
  const shared = picture();
  const kept = picture();
  changeDraft({
    pictures: { first_frame: ownPicture(shared), last_frame: ownPicture(shared), face: ownPicture(kept) },
  });
  forgetPicture(shared.id);
  expect(Object.keys(draft.get().pictures)).toEqual(["face"]);
  draft.set(EMPTY);
});

test("text for scenes and text to be spoken do not overwrite each other", () => {
  changeDraft({ scene: "dusk", speech: "Bonjour" });
  expect(promptOf({ ...draft.get(), kind: "image" })).toBe("dusk");
  expect(promptOf({ ...draft.get(), kind: "speech" })).toBe("Bonjour");
  draft.set(EMPTY);
});
