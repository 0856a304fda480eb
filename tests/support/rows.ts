/** What all tables hold, as one digest each: to prove that a refused request changed nothing. */
import { owner } from "./owner.ts";

/** They grow with refused requests, and are meant to: the security log and the counters of attempts. */
const GROWS_WITH_REFUSALS = new Set(["security_event", "throttle"]);

/** Number and digest of the rows of each table, by its name. */
export async function rowDigests(): Promise<Record<string, string>> {
  const tables = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    if (GROWS_WITH_REFUSALS.has(name)) continue;
    const [row] = await owner<{ digest: string }[]>`
      select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
      from ${owner(name)} t`;
    digests[name] = row?.digest ?? "";
  }
  return digests;
}
