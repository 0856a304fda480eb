/** Pieces of answers of the API, for tests of the studio and the library. */
import type { Id } from "../../core/base/id.ts";
import type { GenerationView, MediaView } from "../../web/src/api.ts";

let last = 0;
/** A new id of the right shape. */
export function id<T extends string>(): Id<T> {
  last += 1;
  return `01900000-0000-7000-8000-${last.toString().padStart(12, "0")}` as Id<T>;
}

/** A picture that is ready. */
export const picture = (change: Partial<MediaView> = {}): MediaView => ({
  id: id<"media">(),
  state: "ready",
  refusal: null,
  kind: "image",
  fileName: "boat.jpg",
  contentType: "image/jpeg",
  bytes: 1000,
  width: 1600,
  height: 1200,
  durationSeconds: null,
  fileUrl: "/api/media/x/file",
  thumbnailUrl: "/api/media/x/file?variant=thumbnail",
  placeholder: null,
  createdAt: "2026-11-24T12:00:00.000Z",
  ...change,
});

/** A clip made from a picture. */
export function madeClip(change: Partial<GenerationView> = {}): GenerationView {
  const input = picture();
  return {
    id: id<"generation">(),
    kind: "clip",
    state: "ready",
    settings: {
      kind: "clip",
      model: "MiniMax-Hailuo-2.3",
      prompt: "[Push in] golden hour",
      durationSeconds: 6,
      resolution: "1080P",
      firstFrameMediaId: input.id,
    },
    credits: 49,
    creditsCharged: 49,
    failure: null,
    cancelRequested: false,
    sealed: false,
    createdAt: "2026-11-24T12:00:00.000Z",
    submittedAt: "2026-11-24T12:00:01.000Z",
    finishedAt: "2026-11-24T12:00:40.000Z",
    inputs: [{ role: "first_frame", media: input }],
    outputs: [picture({ kind: "video", fileName: "clip.mp4", contentType: "video/mp4", durationSeconds: 6 })],
    ...change,
  };
}
