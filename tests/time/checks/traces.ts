/** With eyes that are not the code's: nothing leads to an erased person any more, in any table, bucket or at the provider. */
import { type Bucket, listObjects } from "../../../core/base/storage.ts";
import { owner } from "../../support/owner.ts";
import type { Life } from "../book.ts";
import { atProvider } from "../provider.ts";
import { Broken } from "../world.ts";

/** What names a person and nobody else. The address of a device stays in the log, under a pseudonym, for its year. */
const needlesOf = (life: Life): string[] =>
  [
    life.accountId,
    ...life.addresses,
    `-${life.name}`,
    `for ${life.name} number`,
    `heir.${life.name}`,
    `${life.name}.jpg`,
  ].filter((needle) => needle.length > 4);

/** The names of all tables of the catalogue, partitions left to their parents. */
async function tableNames(): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`select format('%I.%I', nspname, relname) as name from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition
      and nspname not in ('pg_catalog', 'information_schema') order by 1`;
  return rows.map(({ name }) => name);
}

/** Searches every table for any of the texts. Returns the tables in which one occurs. */
async function tablesWith(needles: readonly string[]): Promise<string[]> {
  const looks = (await tableNames()).map(
    (name) => `select '${name}' as name where exists (select 1 from ${name} t where t::text like any($1))`,
  );
  const patterns = needles.map((needle) => `%${needle.replace(/[%_\\]/g, "\\$&")}%`);
  const rows = await owner.unsafe<{ name: string }[]>(looks.join(" union all "), [patterns as never]);
  return rows.map(({ name }) => name);
}

/** Every key of a bucket. */
export async function keysIn(bucket: Bucket): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await listObjects(bucket, after);
    for (const { key } of page) keys.add(key);
    after = page.at(-1)?.key;
    if (after === undefined) return keys;
  }
}

/** Fails when anything of an erased person is left. */
export async function checkErased(life: Life): Promise<void> {
  const left = await tablesWith(needlesOf(life));
  if (left.length > 0) throw new Broken(`${life.name} is erased, and found in ${left.join(", ")}`);
  const objects = new Set([...(await keysIn("media")), ...(await keysIn("exports"))]);
  for (const key of life.keys)
    if (objects.has(key)) throw new Broken(`${life.name} is erased, a file is left`);
  for (const { prompt } of atProvider.values())
    if (prompt.includes(`for ${life.name} number`))
      throw new Broken(`${life.name} is erased, not at the provider`);
}
