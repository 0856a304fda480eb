import type { Text } from "../en.ts";

export const landing: Text["landing"] = {};
