/** What somebody would write by hand for the same answer, with nothing around it: no session, no checks, no views. */

/** Twenty generations of one account with their files. */
export const PEER_QUERY = `
  select g.id, g.kind, g.state, g.prompt, g.settings, g.failure, g.credits, g.credits_charged, g.cancel_requested_at,
    g.created_at, g.submitted_at, g.finished_at,
    (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'state', m.state, 'fileName', m.file_name,
       'contentType', m.content_type, 'bytes', m.bytes, 'width', m.width, 'height', m.height,
       'durationSeconds', m.duration_seconds, 'placeholder', m.placeholder, 'createdAt', m.created_at)
       order by m.position), '[]') from media m where m.generation_id = g.id) as outputs,
    (select coalesce(jsonb_agg(jsonb_build_object('role', i.role, 'id', m.id)), '[]')
       from generation_input i join media m on m.id = i.media_id where i.generation_id = g.id) as inputs
  from generation g where g.account_id = $1 and g.deleted_at is null
  order by g.created_at desc, g.id desc limit 20`;

/** The same as a Lambda function: Hono and postgres.js, nothing else. */
export const PEER_FUNCTION = `
  import { Hono } from "hono";
  import { handle } from "hono/aws-lambda";
  import postgres from "postgres";
  const sql = postgres(process.env.DATABASE_URL, { fetch_types: false });
  const app = new Hono().get("/api/generations", async (c) =>
    c.json({ items: await sql.unsafe(${JSON.stringify(PEER_QUERY)}, [process.env.BENCH_ACCOUNT_ID]) }));
  export const handler = handle(app);`;
