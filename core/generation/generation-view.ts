/** Generations as their owner sees them, with inputs and outputs, in one query. */
import { and, desc, getTableColumns, type SQL, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { requestFacts } from "../base/actor.ts";
import { db } from "../base/database.ts";
import { media } from "../media/media.sql.ts";
import { type MediaJson, mediaView, VIEWED } from "../media/media-view.ts";
import { failureText } from "./failure-text.ts";
import type { GenerationView, InputRole, Settings } from "./generation.schema.ts";
import { generation } from "./generation.sql.ts";

/** What is shown of a file, as a JSON object with the names that the code uses. */
const casing = new CasingCache("snake_case");
const mediaJson = `json_build_object(${VIEWED.map((key) => `'${key}', m."${casing.getColumnCasing(getTableColumns(media)[key])}"`).join(", ")})`;
/** Written out: a query that is built for each request has no time for building this one each time. */
const outputs = sql.raw(`(
  select coalesce(json_agg(${mediaJson} order by m.position), '[]')
  from media m where m.generation_id = generation.id and m.sealed_key is null)`) as SQL<MediaJson[]>;
const inputs = sql.raw(`(
  select coalesce(json_agg(json_build_object('role', i.role, 'media', ${mediaJson}) order by i.role), '[]')
  from generation_input i join media m on m.id = i.media_id and m.deleted_at is null
  where i.generation_id = generation.id)`) as SQL<{ role: InputRole; media: MediaJson }[]>;

const selection = {
  id: generation.id,
  kind: generation.kind,
  prompt: generation.prompt,
  settings: generation.settings,
  state: generation.state,
  failure: generation.failure,
  credits: generation.credits,
  creditsCharged: generation.creditsCharged,
  cancelRequestedAt: generation.cancelRequestedAt,
  sealedAt: generation.sealedAt,
  createdAt: generation.createdAt,
  submittedAt: generation.submittedAt,
  finishedAt: generation.finishedAt,
  inputs,
  outputs,
};

/** Rows that fit, newest first. The caller scopes them to an account. */
export function selectGenerations(where: SQL | undefined, limit: number) {
  return db()
    .select(selection)
    .from(generation)
    .where(where)
    .orderBy(desc(generation.createdAt), desc(generation.id))
    .limit(limit);
}
export type GenerationRow = Awaited<ReturnType<typeof selectGenerations>>[number];

/** One generation of an account, or undefined. */
export async function findGeneration(accountId: string, id: string): Promise<GenerationRow | undefined> {
  const where = and(
    sql`${generation.accountId} = ${accountId}::uuid`,
    sql`${generation.id} = ${id}::uuid`,
    sql`${generation.deletedAt} is null`,
  );
  const [row] = await selectGenerations(where, 1);
  return row;
}

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
    createdAt: row.createdAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    inputs: row.inputs.map((input) => ({ role: input.role, media: mediaView(input.media) })),
    outputs: row.outputs.map(mediaView),
  };
}
