/** What somebody would write by hand for the same answer, with nothing around it: no session, no checks, no languages. */
import { Hono } from "hono";
import postgres from "postgres";

/** Twenty generations of one account, one more to know whether there are others, and their files. */
const QUERY = `
  select g.id, g.kind, g.state, g.prompt, g.settings, g.failure, g.credits, g.credits_charged, g.cancel_requested_at, g.sealed_at,
    g.created_at, g.submitted_at, g.finished_at,
    (select coalesce(json_agg(m order by m.position), '[]') from (
      select id, state, refusal, file_name, content_type, bytes, width, height, duration_seconds, thumbnail_key,
        placeholder, created_at, position
      from media where generation_id = g.id and sealed_key is null) m) as outputs,
    (select coalesce(json_agg(json_build_object('role', i.role, 'id', m.id)), '[]')
       from generation_input i join media m on m.id = i.media_id where i.generation_id = g.id) as inputs
  from generation g where g.account_id = $1 and g.deleted_at is null
  order by g.created_at desc, g.id desc limit 21`;

/** A handler that asks this one query of a pool as large as the service's. */
export function peer(databaseUrl: string, accountId: string) {
  const sql = postgres(databaseUrl, { max: 10, fetch_types: false });
  const app = new Hono().get("/api/generations", async (c) =>
    c.json(page(await sql.unsafe(QUERY, [accountId], { prepare: true }))),
  );
  return { app, close: () => sql.end() };
}

const page = (rows: readonly postgres.Row[]) => ({
  items: rows.slice(0, 20).map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    settings: { ...row.settings, prompt: row.prompt },
    credits: row.credits,
    creditsCharged: row.credits_charged,
    failure: row.failure,
    cancelRequested: row.cancel_requested_at !== null,
    sealed: row.sealed_at !== null,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    finishedAt: row.finished_at,
    inputs: row.inputs,
    outputs: row.outputs.map(file),
  })),
  next: rows[20] ? `${rows[19]?.created_at.getTime()}.${rows[19]?.id}` : null,
});

const file = (row: postgres.Row) => ({
  id: row.id,
  state: row.state,
  refusal: row.refusal,
  kind: row.content_type.split("/")[0],
  fileName: row.file_name,
  contentType: row.content_type,
  bytes: row.bytes,
  width: row.width,
  height: row.height,
  durationSeconds: row.duration_seconds,
  fileUrl: `/api/media/${row.id}/file`,
  thumbnailUrl: `/api/media/${row.id}/file?variant=thumbnail`,
  placeholder: row.placeholder,
  createdAt: new Date(row.created_at),
});
