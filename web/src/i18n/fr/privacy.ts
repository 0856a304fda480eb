import type { PrivacyText } from "../en/privacy.ts";
import { closing } from "./privacy-closing.ts";
import { exports } from "./privacy-export.ts";
import { rights } from "./privacy-rights.ts";

export const text: PrivacyText = { ...rights, exports, closing };
