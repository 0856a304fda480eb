/** Every ten minutes: what was deleted more than an hour ago goes for good. */
import { purge } from "../../core/privacy/purge/purge.ts";

/** One run. */
export async function run(): Promise<void> {
  await purge(["trash"]);
}
