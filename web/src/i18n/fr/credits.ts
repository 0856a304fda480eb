import type { Text } from "../en.ts";

export const credits: Text["credits"] = {};
