/** Generations as their owner sees them, with inputs and outputs, in one query. */
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { requestFacts } from "../base/actor.ts";
import { db, prepared } from "../base/database.ts";
import { media } from "../media/media.sql.ts";
import { type MediaJson, mediaView, VIEWED } from "../media/media-view.ts";
import { failureText } from "./failure-text.ts";
import type { GenerationView, InputRole, Settings } from "./generation.schema.ts";
import { generation, generationInput } from "./generation.sql.ts";

/** What the view reads of a row. */
const SHOWN = [
  "id",
  "kind",
  "prompt",
  "settings",
  "state",
  "failure",
  "credits",
  "creditsCharged",
  "cancelRequestedAt",
  "sealedAt",
  "createdAt",
  "submittedAt",
  "finishedAt",
] as const satisfies readonly (keyof typeof generation.$inferSelect)[];
type Stored = Pick<typeof generation.$inferSelect, (typeof SHOWN)[number]>;
/** Inside of JSON an instant is text. */
type InJson<T> = { [Key in keyof T]: T[Key] extends Date | null ? string | Exclude<T[Key], Date> : T[Key] };

type File = MediaJson & { generationId: string };
type Input = File & { role: InputRole };
export type GenerationRow = InJson<Stored> & { inputs: Input[]; outputs: File[] };

/** Columns under the names that the code uses, which become those of the JSON. */
const columns = <Name extends string>(table: Record<Name, PgColumn>, names: readonly Name[]) =>
  sql.join(
    names.map((name) => sql`${table[name]} as ${sql.identifier(name)}`),
    sql`, `,
  );

/**
 * The statement for rows that fit, newest first, at most the placeholder `limit`. Written out, and one JSON each of rows
 * and files: many small results would cost the database and us more than the rest of the request.
 */
export function selectGenerations(where: SQL | undefined) {
  const outputOf = and(eq(media.generationId, sql`page.id`), isNull(media.sealedKey));
  const inputOf = eq(generationInput.generationId, sql`page.id`);
  const kept = and(eq(media.id, generationInput.mediaId), isNull(media.deletedAt));
  const answer = sql`(
    with page as (
      select ${columns(generation, SHOWN)} from ${generation} where ${where}
      order by ${desc(generation.createdAt)}, ${desc(generation.id)} limit ${sql.placeholder("limit")}),
    output as (
      select page.id as "generationId", ${columns(media, VIEWED)}
      from page join ${media} on ${outputOf} order by ${asc(media.position)}),
    input as (
      select page.id as "generationId", ${generationInput.role} as role, ${columns(media, VIEWED)}
      from page join ${generationInput} on ${inputOf} join ${media} on ${kept} order by ${asc(generationInput.role)})
    select (select coalesce(json_agg(page order by page."createdAt" desc, page.id desc), '[]') from page) as rows,
      (select coalesce(json_agg(output), '[]') from output) as outputs,
      (select coalesce(json_agg(input), '[]') from input) as inputs) answer`;
  return db()
    .select({
      rows: sql<InJson<Stored>[]>`rows`,
      outputs: sql<File[]>`outputs`,
      inputs: sql<Input[]>`inputs`,
    })
    .from(answer)
    .prepare("generations");
}

/** The rows that a statement finds, each with its files. */
export async function fetchGenerations(
  statement: ReturnType<typeof selectGenerations>,
  values: Record<string, unknown> & { limit: number },
): Promise<GenerationRow[]> {
  const [found] = await statement.execute(values);
  const inputs = Map.groupBy(found?.inputs ?? [], (input) => input.generationId);
  const outputs = Map.groupBy(found?.outputs ?? [], (output) => output.generationId);
  return (found?.rows ?? []).map((row) => ({
    ...row,
    inputs: inputs.get(row.id) ?? [],
    outputs: outputs.get(row.id) ?? [],
  }));
}

const selectOne = prepared(() =>
  selectGenerations(
    and(
      eq(generation.accountId, sql.placeholder("accountId")),
      eq(generation.id, sql.placeholder("id")),
      isNull(generation.deletedAt),
    ),
  ),
);

/** One generation of an account, or undefined. */
export async function findGeneration(accountId: string, id: string): Promise<GenerationRow | undefined> {
  const [row] = await fetchGenerations(selectOne(), { accountId, id, limit: 1 });
  return row;
}

const instant = (text: string) => new Date(text).toISOString();

/** The view of a row. */
export function generationView(row: GenerationRow): GenerationView {
  const { locale } = requestFacts();
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    settings: { ...row.settings, prompt: row.prompt } as Settings,
    credits: row.credits,
    creditsCharged: row.creditsCharged,
    failure: row.failure ? { code: row.failure, text: failureText(row.failure, locale) } : null,
    cancelRequested: row.cancelRequestedAt !== null,
    sealed: row.sealedAt !== null,
    createdAt: instant(row.createdAt),
    submittedAt: row.submittedAt && instant(row.submittedAt),
    finishedAt: row.finishedAt && instant(row.finishedAt),
    inputs: row.inputs.map((input) => ({ role: input.role, media: mediaView(input) })),
    outputs: row.outputs.map(mediaView),
  };
}
