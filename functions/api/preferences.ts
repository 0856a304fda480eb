import { Hono } from "hono";
import { PreferenceView } from "../../core/preference/preference.schema.ts";
import { forgetPrompt, forgetSettings, readPreferences } from "../../core/preference/preference.ts";
import { doc, pathId } from "./route.ts";

export const preferences = new Hono()
  .get(
    "/",
    doc({
      id: "preferences.read",
      summary: "What is remembered of your way of working, with your consent",
      answers: PreferenceView,
    }),
    async (c) => c.json(await readPreferences({})),
  )
  .delete(
    "/prompts/:id",
    doc({
      id: "preferences.forgetPrompt",
      summary: "Forget one prompt",
      answers: null,
      params: { id: "recent_prompt" },
    }),
    async (c) => {
      await forgetPrompt({ id: pathId(c) });
      return c.body(null, 204);
    },
  )
  .delete(
    "/settings/:id",
    doc({
      id: "preferences.forgetSettings",
      summary: "Forget the settings last used for one kind of work",
      answers: null,
      params: { id: "remembered_settings" },
    }),
    async (c) => {
      await forgetSettings({ id: pathId(c) });
      return c.body(null, 204);
    },
  );
