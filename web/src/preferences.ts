/** What the account has agreed to be remembered: the studio begins with it, the panel shows and forgets it. */
import type { PreferenceView } from "../../core/preference/preference.schema.ts";
import { api, done, json } from "./api.ts";

export type { PreferenceView };
/** Under which key it is kept in memory. */
export const PREFERENCES = "preferences";

export const readPreferences = (): Promise<PreferenceView> => json(api.preferences.$get());
export const forgetPrompt = (id: string): Promise<void> =>
  done(api.preferences.prompts[":id"].$delete({ param: { id } }));
export const forgetSettings = (id: string): Promise<void> =>
  done(api.preferences.settings[":id"].$delete({ param: { id } }));
