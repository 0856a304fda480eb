/** English: every text of the pages, one file for each area. It gives the shape that the other language must have. */
import { auth } from "./en/auth.ts";
import { credits } from "./en/credits.ts";
import { landing } from "./en/landing.ts";
import { library } from "./en/library.ts";
import { settings } from "./en/settings.ts";
import { error, shell } from "./en/shell.ts";
import { studio } from "./en/studio.ts";

export const text = { error, shell, landing, auth, settings, credits, studio, library };
export type Text = typeof text;
