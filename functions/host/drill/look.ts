/** What the drill finds of a person with the eyes of the database's owner and of the disk. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Sql } from "postgres";
import type { Browser, Person } from "./person.ts";

/** How many rows of all tables, those of the catalogue, contain one of the words as text. */
export async function rowsWith(sql: Sql, words: readonly string[]): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`;
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from ${sql(name)} t
      where exists (select 1 from unnest(${[...words]}::text[]) word where t::text ilike '%' || word || '%')`;
    if (row && row.count > 0) found[name] = row.count;
  }
  return found;
}

/** What names a person: the id, the address, and the name that is in every text of theirs. */
export const wordsOf = ({ id, email, name }: Person): string[] => [id, email, `${name}-Drill`];

/** The keys of a person's files. */
export const keysOf = (sql: Sql, { id }: Person): Promise<string[]> =>
  sql<{ key: string }[]>`
    select object_key as key from media where account_id = ${id} and object_key is not null
  `.then((rows) => rows.map(({ key }) => key));

/** How many of these keys a storage that does not run holds. */
export function storedOf(dir: string, keys: readonly string[]): number {
  const storage = new DatabaseSync(join(dir, "s3", "s3.db"), { readOnly: true });
  try {
    const names = storage.prepare("select key from object").all() as { key: string }[];
    return names.filter(({ key }) => keys.includes(key)).length;
  } finally {
    storage.close();
  }
}

/** What a person sees of themselves, to be the same before and after. */
export async function viewOf(page: Browser): Promise<string> {
  const seen: unknown[] = [];
  for (const path of ["/account", "/credits", "/privacy/consents"]) {
    const { status, body } = await page.get(path);
    seen.push([path, status, body]);
  }
  const { body } = await page.get("/generations");
  const items = (body.items ?? []) as {
    id: string;
    state: string;
    settings: unknown;
    outputs: { id: string }[];
  }[];
  seen.push(
    items.map(({ id, state, settings, outputs }) => [id, state, settings, outputs.map((file) => file.id)]),
  );
  return JSON.stringify(seen);
}
