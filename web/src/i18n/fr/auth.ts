import type { Text } from "../en.ts";

export const auth: Text["auth"] = {};
