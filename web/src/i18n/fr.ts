/** French: the same texts as en.ts, complete by type. Typographic apostrophes; narrow spaces that do not break before ; : ? ! */
import type { Text } from "./en.ts";
import { auth } from "./fr/auth.ts";
import { credits } from "./fr/credits.ts";
import { library } from "./fr/library.ts";
import { error, shell } from "./fr/shell.ts";
import { studio } from "./fr/studio.ts";

export const text: Text = { error, shell, auth, credits, studio, library };
