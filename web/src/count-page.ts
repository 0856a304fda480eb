/** Counts one page view, by the address of the page without its parts that name something. */
import type { CountedPage } from "../../core/page-count/page-count.schema.ts";
import { api } from "./api.ts";
import { patternOf } from "./routes.ts";

/** Never throws: nobody misses a view that was not counted. */
export async function countPage(path: string): Promise<void> {
  const page = (patternOf(path) ?? "not-found") as CountedPage;
  await api["page-counts"].$post({ json: { page } }).catch(() => {});
}
