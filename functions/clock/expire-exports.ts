/** Hourly: exports that have stood ready for seven days are gone. */
import { expireExports } from "../../core/privacy/export/drop.ts";

/** One run. */
export async function run(): Promise<void> {
  await expireExports();
}
