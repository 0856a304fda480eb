/** English: the texts that most pages need, one file for each area; those that some pages have for themselves come with them (page-texts.ts). It gives the shape that the other language must have. */
import { auth } from "./en/auth.ts";
import { credits } from "./en/credits.ts";
import { library } from "./en/library.ts";
import { error, shell } from "./en/shell.ts";
import { studio } from "./en/studio.ts";

export const text = { error, shell, auth, credits, studio, library };
export type Text = typeof text;
