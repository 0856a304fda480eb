/** "GDPR & my data": the panel and its longer parts. */
import { closing } from "./privacy-closing.ts";
import { exports } from "./privacy-export.ts";
import { rights } from "./privacy-rights.ts";

export const text = { ...rights, exports, closing };
export type PrivacyText = typeof text;
