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

/** How a column is read: as it is, or as JSON whose strings are looked at one by one. */
export type Form = "text" | "uuid" | "json";
/** A column as a text. `name`: what it is called in an answer. */
export type Cell = { name: string; form: Form; content: SQL };

/** Shorter ones are no identifier of anybody: an id has 36 characters, a key 38, an id of a provider 15 and more. */
const RUN = "[0-9A-Za-z_-]{12,}";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/** An id that is part of a longer run: it would not be found as a run of its own. */
const GLUED = `[0-9A-Za-z_-]${UUID}|${UUID}[0-9A-Za-z_-]`;
const ADDRESS = `[^\\s"'<>(),;:{}\\[\\]]+@[^\\s"'<>(),;:{}\\[\\]]+`;
/** What our own code does not write as a word. */
const RANDOM = "^([0-9a-f]{32,}|[0-9]{15,}|[0-9A-Za-z_-]{22,})$";
const SHORTEST_RUN = 12;
/** Shorter texts (a letter, "-") say nothing of anybody. */
const SHORTEST_VALUE = 3;
/** So much of a longer text is looked for inside of others. */
const OPENING = 20;

const number = (value: number): SQL => sql.raw(String(value));
const kind = (name: TraceKind): SQL => sql.raw(`'${name}'`);
const hash = (text: SQL): SQL => sql`hashtextextended(${text}, 0)`;
const content = sql`cell.content`;

/** Whether a text is no word that our own code writes: words between spaces, an address, or something random. */
const isDistinct = sql`length(cell.content) >= 12 and (cell.content ~ '[[:space:]@]' or cell.content ~ '[0-9a-f]{12}')`;

/**
 * The cells of some columns, each row a cell: (name, content). Every branch of a search reads only the columns that it is
 * about, for each cell costs. Those that are JSON give their strings instead, one by one.
 */
function cellsOf(cells: readonly Cell[], strings = false): SQL {
  const values = cells.map(({ name, content: text }) => sql`(${name}::text, ${text})`);
  const given = sql`(values ${sql.join(values, sql`, `)})`;
  if (!strings) return sql`lateral ${given} cell(name, content)`;
  return sql`lateral (
    select json.name, string #>> '{}' from ${given} json(name, content),
      jsonb_path_query(json.content::jsonb, 'strict $.** ? (@.type() == "string")') string
  ) cell(name, content)`;
}

/** One kind of pieces of some cells: a select that gives what `more` names, then name, kind and hash. */
type Branch = {
  cells: readonly Cell[];
  strings?: boolean;
  kind: TraceKind;
  hash: SQL;
  from?: SQL;
  where?: SQL;
};

/** All pieces of the branches over the rows of `source`, which are those for which `where` holds. */
function unite(source: SQL, row: SQL, where: SQL | undefined, branches: readonly Branch[]): SQL {
  const selects = branches
    .filter(({ cells }) => cells.length > 0)
    .map((branch) => {
      const conditions = [where, branch.where].flatMap((condition) =>
        condition ? [sql`(${condition})`] : [],
      );
      return sql`select ${row}, cell.name as name, ${kind(branch.kind)} as kind, ${branch.hash} as hash
        from ${source}, ${cellsOf(branch.cells, branch.strings)} ${branch.from ?? sql``}
        ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}`;
    });
  return sql.join(selects, sql` union all `);
}

const inForm = (cells: readonly Cell[], form: Form) => cells.filter((cell) => cell.form === form);
const texts = (cells: readonly Cell[]) => cells.filter(({ form }) => form !== "uuid");

/** Runs of letters and digits, and ids inside of such runs. JSON is read as the text that it is. */
const runs = (of: TraceKind, cells: readonly Cell[]): Branch[] => [
  {
    cells: texts(cells),
    kind: of,
    hash: hash(sql`found.part[1]`),
    from: sql`, regexp_matches(cell.content, ${`(${RUN})`}, 'g') found(part)`,
    where: sql`length(cell.content) >= ${number(SHORTEST_RUN)}`,
  },
  {
    cells: texts(cells),
    kind: of,
    hash: hash(sql`found.part[1]`),
    from: sql`, regexp_matches(cell.content, ${`(${UUID})`}, 'g') found(part)`,
    where: sql`length(cell.content) > 36 and cell.content ~ ${GLUED}`,
  },
];

const addresses = (cells: readonly Cell[]): Branch => ({
  cells: texts(cells),
  kind: "address",
  hash: hash(sql`lower(found.part[1])`),
  from: sql`, regexp_matches(cell.content, ${`(${ADDRESS})`}, 'g') found(part)`,
  where: sql`position('@' in cell.content) > 0`,
});

/** The same branch over texts and over the strings of JSON. */
const eachString = (cells: readonly Cell[], branch: Omit<Branch, "cells">): Branch[] => [
  { ...branch, cells: inForm(cells, "text") },
  { ...branch, cells: inForm(cells, "json"), strings: true },
];

/** What a column of a person is for: an identifier counts wherever it stands, what is technical only when it looks random. */
export type Role = "identifier" | "technical" | "value";

/** Everything that the cells of a person's rows give to look for: (name, kind, hash). */
export function collected(source: SQL, mine: SQL, cells: readonly (Cell & { role: Role })[]): SQL {
  const of = (role: Role) => cells.filter((cell) => cell.role === role);
  const values = of("value");
  const opening = sql`length(cell.content) >= ${number(OPENING)} and ${isDistinct}`;
  return unite(source, sql`1 as row`, mine, [
    { cells: inForm(cells, "uuid"), kind: "identifier", hash: hash(content) },
    ...runs("identifier", of("identifier")),
    ...eachString(of("technical"), {
      kind: "random",
      hash: hash(content),
      where: sql`cell.content ~ ${RANDOM} and cell.content ~ '[0-9]'`,
    }),
    ...eachString(values, {
      kind: "value",
      hash: hash(content),
      where: sql`length(cell.content) >= ${number(SHORTEST_VALUE)}`,
    }),
    ...eachString(values, { kind: "distinct", hash: hash(content), where: isDistinct }),
    ...eachString(values, {
      kind: "opening",
      hash: hash(sql`left(cell.content, ${number(OPENING)})`),
      where: opening,
    }),
    addresses(values),
  ]);
}

/**
 * Identifiers in the cells, whoever's rows they are: (row, name, kind, hash). `row` is what tells the rows apart, in the
 * words of a select.
 */
export const identifiersIn = (source: SQL, row: SQL, cells: readonly Cell[]): SQL =>
  unite(source, row, undefined, [
    { cells: inForm(cells, "uuid"), kind: "identifier", hash: hash(content) },
    ...runs("identifier", cells),
  ]);

/** A column that is searched: `technical` holds our own words, `deep` is looked through for texts inside of its own. */
export type SearchedCell = Cell & { technical: boolean; deep: boolean };

/** Everything else by which somebody could be known in the cells of rows that are nobody's who is there. */
export function tellingIn(
  source: SQL,
  row: SQL,
  where: SQL | undefined,
  cells: readonly SearchedCell[],
): SQL {
  const technical = cells.filter((cell) => cell.technical);
  return unite(source, row, where, [
    ...runs("random", cells),
    ...eachString(
      cells.filter((cell) => !cell.technical),
      { kind: "value", hash: hash(content) },
    ),
    ...eachString(technical, { kind: "distinct", hash: hash(content) }),
    addresses(cells),
    ...eachString(
      cells.filter(({ deep }) => deep),
      {
        kind: "opening",
        hash: hash(sql`substr(cell.content, found.start, ${number(OPENING)})`),
        from: sql`, generate_series(1, length(cell.content) - ${number(OPENING - 1)}) found(start)`,
      },
    ),
  ]);
}
