import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import type { Settings } from "../../core/generation/generation.schema.ts";
import { MODELS, type Model } from "../../core/generation/offered-models.ts";
import { FIELDS, OPERATIONS } from "../../core/privacy/transfer-words.ts";
import * as Provider from "../../core/provider/provider.ts";

let photo: Uint8Array;
beforeAll(async () => {
  photo = await sharp({ create: { width: 800, height: 800, channels: 3, background: "#c84" } })
    .jpeg()
    .toBuffer();
});

/** The fullest request of a model: with every picture and setting that it takes. */
function settingsOf(model: Model): Settings {
  const common = { model: model.id, prompt: "A lighthouse" };
  if (model.kind === "image") return { ...common, kind: "image", aspectRatio: "1:1", count: 2 } as Settings;
  if (model.kind === "speech")
    return {
      ...common,
      kind: "speech",
      voice: "French_MaleNarrator",
      speed: 1,
      language: "French",
    } as Settings;
  const [variant] = model.variants.filter(
    ({ allowsLastFrame }) => allowsLastFrame === "last_frame" in model.pictures,
  );
  const { resolution, durationSeconds } = variant ?? { resolution: "768P", durationSeconds: 6 };
  return { ...common, kind: "clip", resolution, durationSeconds, aspectRatio: "16:9" } as Settings;
}

test.each(MODELS.map((model) => [model.id, model] as const))(
  "what a request for %s carries is told in words, in both languages",
  async (_, model) => {
    const pictures = Object.fromEntries(Object.keys(model.pictures).map((role) => [role, photo]));
    const { transfer } = await Provider.prepare(settingsOf(model), pictures);
    expect(Object.keys(OPERATIONS)).toContain(transfer.operation);
    expect(transfer.fields.filter((field) => !(field in FIELDS))).toEqual([]);
    expect(transfer.fields.length).toBeGreaterThan(3);
  },
);
