/**
 * What is being prepared in the studio. It lives in memory only (nothing is written in the browser) and outlives failed
 * requests and visits to other pages.
 */
import type { GenerationKind, GenerationView, MediaView } from "./api.ts";
import { onForget } from "./session.ts";
import { store } from "./store.ts";

export type InputRole = "first_frame" | "last_frame" | "face";
export const ROLES: readonly InputRole[] = ["first_frame", "last_frame", "face"];

type PictureFacts = {
  /** Tells this upload from one that has replaced it. */
  upload: number;
  name: string;
  /** Where to show it from while it has no address of ours. */
  preview: string | undefined;
};
export type Picture = PictureFacts &
  (
    | { state: "sending"; share: number }
    | { state: "checking" }
    | { state: "ready"; media: MediaView }
    | { state: "failed"; trouble: PictureTrouble; file: File | undefined }
  );
/** Our own check, the server's sentence, or whatever else went wrong. */
export type PictureTrouble =
  | { rule: "type" }
  | { rule: "size"; maxBytes: number }
  | { error: unknown }
  | { sentence: string };

export type Draft = {
  kind: GenerationKind;
  models: Partial<Record<GenerationKind, string>>;
  /** Text for images and clips, and text to be spoken. */
  scene: string;
  speech: string;
  imageRatio: string | undefined;
  count: number;
  clipRatio: string | undefined;
  durationSeconds: number | undefined;
  resolution: string | undefined;
  voice: string | undefined;
  language: string | undefined;
  speed: number;
  /** Personal data that the writer wants to send all the same, as it stands in the text. */
  allowed: readonly string[];
  pictures: Partial<Record<InputRole, Picture>>;
};

const EMPTY: Draft = {
  kind: "clip",
  models: {},
  scene: "",
  speech: "",
  imageRatio: undefined,
  count: 1,
  clipRatio: undefined,
  durationSeconds: undefined,
  resolution: undefined,
  voice: undefined,
  language: undefined,
  speed: 1,
  allowed: [],
  pictures: {},
};

export const draft = store<Draft>(EMPTY);
onForget(() => draft.set(EMPTY));

/** Changes some of the draft. */
export const changeDraft = (change: Partial<Draft>): void => draft.set({ ...draft.get(), ...change });

/** The text that the present kind uses. */
export const promptOf = (now: Draft): string => (now.kind === "speech" ? now.speech : now.scene);
/** Replaces the text that the present kind uses. */
export const changePrompt = (text: string): void =>
  changeDraft(draft.get().kind === "speech" ? { speech: text } : { scene: text });

/** Puts a picture in a role, or empties the role. */
export function placePicture(role: InputRole, picture: Picture | undefined): void {
  const { [role]: before, ...others } = draft.get().pictures;
  if (before?.preview && before.preview !== picture?.preview) URL.revokeObjectURL(before.preview);
  changeDraft({ pictures: picture ? { ...others, [role]: picture } : others });
}

/** Takes a picture that has been deleted out of every role. */
export function forgetPicture(mediaId: string): void {
  for (const role of ROLES) {
    const picture = draft.get().pictures[role];
    if (picture?.state === "ready" && picture.media.id === mediaId) placePicture(role, undefined);
  }
}

/** A picture that the account already has. */
export const ownPicture = (media: MediaView): Picture => ({
  upload: 0,
  name: media.fileName,
  preview: undefined,
  state: "ready",
  media,
});

/** The draft that would make a finished generation again. Pictures that no longer exist are left out. */
export function draftAgain(made: GenerationView): Draft {
  const { settings } = made;
  const pictures = Object.fromEntries(
    made.inputs
      .filter((input) => input.media.state === "ready")
      .map((input) => [input.role, ownPicture(input.media)]),
  );
  const start: Draft = {
    ...EMPTY,
    kind: settings.kind,
    models: { [settings.kind]: settings.model },
    pictures,
  };
  if (settings.kind === "image")
    return { ...start, scene: settings.prompt, imageRatio: settings.aspectRatio, count: settings.count };
  if (settings.kind === "speech") {
    const { prompt, voice, language, speed } = settings;
    return { ...start, speech: prompt, voice, language, speed };
  }
  const { prompt, durationSeconds, resolution, aspectRatio } = settings;
  return { ...start, scene: prompt, durationSeconds, resolution, clipRatio: aspectRatio };
}

/** True when the draft holds something that the writer would miss. */
export const holdsWork = (now: Draft): boolean =>
  now.scene.trim() !== "" || now.speech.trim() !== "" || Object.keys(now.pictures).length > 0;

/** The draft that would animate a picture. */
export const draftFrom = (media: MediaView): Draft => ({
  ...EMPTY,
  kind: "clip",
  pictures: { first_frame: ownPicture(media) },
});
