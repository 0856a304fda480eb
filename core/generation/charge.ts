/** What a result costs. */
import type { Job } from "./transition.ts";

/** What was delivered is charged: of four images of which one was blocked, three. */
export function priceOf(job: Pick<Job, "settings" | "credits">, delivered: number): number {
  const asked = "count" in job.settings ? job.settings.count : 1;
  return Math.floor((job.credits * Math.min(delivered, asked)) / asked);
}
