import { beforeEach, expect, test } from "vitest";
import { changeDraft, draft } from "../../web/src/draft.ts";
import { recall } from "../../web/src/pages/studio/recall.ts";
import type { PreferenceView } from "../../web/src/preferences.ts";
import { leaveSession } from "../../web/src/session.ts";

type Remembered = PreferenceView["settings"];
const remembered = [
  {
    id: "0198c000-0000-7000-8000-000000000002",
    kind: "speech",
    settings: { model: "speech-b", voice: "French_1", speed: 1.2 },
    usedAt: "2026-11-24T10:00:00.000Z",
  },
  {
    id: "0198c000-0000-7000-8000-000000000001",
    kind: "clip",
    settings: { model: "clip-a", durationSeconds: 10, resolution: "768P", aspectRatio: "16:9" },
    usedAt: "2026-11-23T10:00:00.000Z",
  },
] as unknown as Remembered;

beforeEach(async () => {
  // Somebody else comes: everything in memory is forgotten.
  globalThis.fetch = async () => new Response(null, { status: 204 });
  Object.assign(globalThis, { document: { cookie: "__Host-csrf=a" } });
  await leaveSession();
});

test("the studio begins with the kind, model and options that were used last", () => {
  recall(remembered);
  expect(draft.get()).toMatchObject({
    kind: "speech",
    models: { clip: "clip-a", speech: "speech-b" },
    durationSeconds: 10,
    resolution: "768P",
    clipRatio: "16:9",
    voice: "French_1",
    speed: 1.2,
    scene: "",
  });
});

test("what somebody has begun to write is never changed by it", () => {
  changeDraft({ scene: "a pier" });
  recall(remembered);
  expect(draft.get()).toMatchObject({ kind: "clip", scene: "a pier", models: {} });
});

test("it happens once: a choice made afterwards stays", () => {
  recall(remembered);
  changeDraft({ kind: "image", durationSeconds: 6 });
  recall(remembered);
  expect(draft.get()).toMatchObject({ kind: "image", durationSeconds: 6 });
});
