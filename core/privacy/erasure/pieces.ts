/**
 * What a text is made of, as the search for traces sees it, in SQL: whoever collects traces and whoever looks for them
 * must cut texts the same way. A piece is its kind and a hash of 64 bits; that two different ones of a database share a
 * hash happens once in ten million databases of a thousand million pieces.
 */
import { type SQL, sql } from "drizzle-orm";

/**
 * What is looked for, and how. `identifier`: random, so it means this person wherever it stands. `random`: looks random,
 * but may be the hash of something that another person has as well. `value`: a whole text of theirs. `distinct`: one that
 * can be no word of ours. `address`: a mail address. `opening`: how a longer text begins, wherever it stands in another.
 */
export const TRACE_KINDS = ["identifier", "random", "value", "distinct", "address", "opening"] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Shorter ones are no identifier of anybody: an id has 36 characters, a key 38, an id of a provider 15 and more. */
const RUN = "[0-9A-Za-z_-]{12,}";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ADDRESS = `[^\\s"'<>(),;:{}\\[\\]]+@[^\\s"'<>(),;:{}\\[\\]]+`;
/** Shorter texts (a letter, "-") say nothing of anybody. */
const SHORTEST_VALUE = 3;
/** So much of a longer text is looked for inside of others. */
const OPENING = 20;

const hash = (text: SQL): SQL => sql`hashtextextended(${text}, 0)`;
const kind = (name: TraceKind): SQL => sql.raw(`'${name}'`);

/** Whether a text is no word that our own code writes: words between spaces, an address, or something random. */
const isDistinct = (text: SQL): SQL =>
  sql`length(${text}) >= 12 and (${text} ~ '[[:space:]@]' or ${text} ~ '[0-9a-f]{12}')`;

/** Hashes of the runs of letters and digits in a text; an id that is glued to something is found as well. */
const runs = (of: TraceKind, text: SQL): SQL => sql`
  select ${kind(of)}, ${hash(sql`run[1]`)} from regexp_matches(${text}, ${RUN}, 'g') run
  union all
  select ${kind(of)}, ${hash(sql`id[1]`)} from regexp_matches(${text}, ${RUN}, 'g') run,
    regexp_matches(case when length(run[1]) > 36 then run[1] else '' end, ${UUID}, 'g') id`;

const addresses = (text: SQL): SQL => sql`
  select ${kind("address")}, ${hash(sql`lower(address[1])`)}
  from regexp_matches(case when position('@' in ${text}) > 0 then ${text} else '' end, ${ADDRESS}, 'g') address`;

/** The texts in a cell: itself, or every string of the JSON that it is. Expects `cell.content` and `cell.form`. */
export const leaves: SQL = sql`lateral (
  select cell.content where cell.form <> 'json'
  union all
  select string #>> '{}' from jsonb_path_query(
    case when cell.form = 'json' then cell.content::jsonb end, 'strict $.** ? (@.type() == "string")') string
) leaf(content)`;

/**
 * What a cell of a person gives to look for. Expects `cell.role` (identifier, technical or value) beside a leaf: an
 * identifier counts wherever it stands, what is technical only when it looks random, and a value as a whole.
 */
export const collected: SQL = sql`lateral (
  select ${kind("identifier")}, ${hash(sql`leaf.content`)} where cell.form = 'uuid'
  union all
  select * from (${runs("identifier", sql`case when cell.role = 'identifier' and cell.form <> 'uuid' then leaf.content else '' end`)}) named
  union all
  select * from (${runs("random", sql`case when cell.role = 'technical' and leaf.content ~ '^([0-9a-f]{32,}|[0-9]{15,}|[0-9A-Za-z_-]{22,})$' and leaf.content ~ '[0-9]' then leaf.content else '' end`)}) alike
  union all
  select ${kind("value")}, ${hash(sql`leaf.content`)}
  where cell.role = 'value' and length(leaf.content) >= ${sql.raw(String(SHORTEST_VALUE))}
  union all
  select ${kind("distinct")}, ${hash(sql`leaf.content`)} where cell.role = 'value' and ${isDistinct(sql`leaf.content`)}
  union all
  select ${kind("opening")}, ${hash(sql`left(leaf.content, ${sql.raw(String(OPENING))})`)}
  where cell.role = 'value' and length(leaf.content) >= ${sql.raw(String(OPENING))} and ${isDistinct(sql`leaf.content`)}
  union all
  select * from (${addresses(sql`case when cell.role = 'value' then leaf.content else '' end`)}) mailed
) piece(kind, hash)`;

/**
 * Everything in a cell that could be a trace of somebody. Beside a leaf it expects `cell.technical`, where only what can be
 * no word of ours counts, and `cell.deep`, where one text is also looked for inside of another.
 */
export const searched: SQL = sql`lateral (
  select ${kind("identifier")}, ${hash(sql`leaf.content`)} where cell.form = 'uuid'
  union all
  select found.kind, run.hash
  from (${runs("identifier", sql`case when cell.form <> 'uuid' then leaf.content else '' end`)}) run(kind, hash),
    (values (${kind("identifier")}), (${kind("random")})) found(kind)
  union all
  select ${kind("value")}, ${hash(sql`leaf.content`)} where cell.form <> 'uuid' and not cell.technical
  union all
  select ${kind("distinct")}, ${hash(sql`leaf.content`)} where cell.form <> 'uuid' and cell.technical
  union all
  select * from (${addresses(sql`case when cell.form <> 'uuid' then leaf.content else '' end`)}) mailed
  union all
  select ${kind("opening")}, ${hash(sql`substr(leaf.content, start, ${sql.raw(String(OPENING))})`)}
  from generate_series(1, case when cell.deep and cell.form <> 'uuid' then length(leaf.content) - ${sql.raw(String(OPENING - 1))} else 0 end) start
) piece(kind, hash)`;
