/** Daily: sign-ups that nobody confirmed. */
import { sweepUnverified } from "../../core/account/unverified.ts";

/** One run. */
export async function run(): Promise<void> {
  await sweepUnverified();
}
