/** Every table of the catalogue as text, read by the owner: for tests that look with eyes that are not the code's. */
import { owner } from "./owner.ts";

/** The rows of each table as JSON texts, by the table's name; partitions within their table. */
export async function everyRow(): Promise<Map<string, string[]>> {
  const tables = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await owner<{ row: string }[]>`select to_jsonb(t)::text as row from ${owner(name)} t`;
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}
