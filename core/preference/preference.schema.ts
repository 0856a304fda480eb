/** What is remembered of somebody's way of working, and handed back to the studio. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";
import { KINDS } from "../generation/generation.schema.ts";

export const RememberedSettings = v.object({
  id: idSchema<"remembered_settings">(),
  kind: v.picklist(KINDS),
  /** Model and options of the last request of this kind, by their names; neither its text nor its pictures. */
  settings: v.record(v.string(), v.union([v.string(), v.number()])),
  usedAt: v.string(),
});
export const RecentPrompt = v.object({
  id: idSchema<"recent_prompt">(),
  kind: v.picklist(KINDS),
  prompt: v.string(),
  createdAt: v.string(),
});
/** `on`: with the consent to personalization; without it nothing is remembered and both lists are empty. */
export const PreferenceView = v.object({
  on: v.boolean(),
  settings: v.array(RememberedSettings),
  prompts: v.array(RecentPrompt),
});
export type PreferenceView = v.InferOutput<typeof PreferenceView>;
