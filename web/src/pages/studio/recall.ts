/** The studio begins where the person left off, with the consent to that: model and options of each kind of work. */
import { changeDraft, type Draft, draft, holdsWork } from "../../draft.ts";
import type { PreferenceView } from "../../preferences.ts";
import { onForget } from "../../session.ts";

type Remembered = PreferenceView["settings"][number];

let done = false;
onForget(() => {
  done = false;
});

/** Once for each visit, and never over something that was begun already. */
export function recall(settings: readonly Remembered[]): void {
  if (done) return;
  done = true;
  if (holdsWork(draft.get())) return;
  const oldestFirst = settings.toSorted((a, b) => a.usedAt.localeCompare(b.usedAt));
  for (const one of oldestFirst) changeDraft(draftOf(one, draft.get()));
}

/** What a draft takes over from the settings of one kind. Values that a model no longer offers are passed over by it. */
export function draftOf({ kind, settings }: Remembered, before: Draft): Partial<Draft> {
  const word = (name: string) => (typeof settings[name] === "string" ? settings[name] : undefined);
  const number = (name: string) => (typeof settings[name] === "number" ? settings[name] : undefined);
  const model = word("model");
  const models = model ? { ...before.models, [kind]: model } : before.models;
  if (kind === "image")
    return { kind, models, imageRatio: word("aspectRatio"), count: number("count") ?? before.count };
  if (kind === "speech") {
    const [voice, language] = [word("voice"), word("language")];
    return { kind, models, voice, language, speed: number("speed") ?? before.speed };
  }
  const [durationSeconds, resolution] = [number("durationSeconds"), word("resolution")];
  return { kind, models, durationSeconds, resolution, clipRatio: word("aspectRatio") };
}
