/**
 * A purge of a million expired rows beside the statement that somebody would write by hand for it: the same batches of the
 * oldest rows, each a transaction of its own. BENCH_PURGE_ROWS (a million) chooses the size.
 */
import postgres from "postgres";
import { PURGE_MAX_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { ownerOf, type Stage } from "./stage.ts";

const ROWS = Number(process.env.BENCH_PURGE_ROWS ?? 1_000_000);
const ROUNDS = 3;
/** As many rows as the engine takes at a time. */
const BATCH = 10_000;

/** Measures the line. */
export async function measurePurge(stage: Stage): Promise<Line[]> {
  const { purge } = await import("../../core/privacy/purge/purge.ts");
  const owner = postgres(ownerOf(stage), { max: 1, onnotice: () => undefined });
  try {
    const timed = async (work: () => Promise<number>): Promise<number> => {
      await fillExpired(owner, stage.accountId);
      const began = performance.now();
      const removed = await work();
      const seconds = (performance.now() - began) / 1000;
      if (removed !== ROWS) throw new Error(`${removed} rows went, not ${ROWS}`);
      return seconds;
    };
    const ours = async () => {
      const [evidence] = await purge(["session"]);
      return evidence?.deleted ?? 0;
    };
    const values = await inTurns(
      ROUNDS,
      () => timed(ours),
      () => timed(() => byHand(stage.databaseUrl)),
    );
    const ratio = medianRatio(values);
    return [
      {
        what: `purge of ${ROWS.toLocaleString("en")} expired rows`,
        ours: `${median(values.ours).toFixed(1)} s`,
        peer: `${median(values.peer).toFixed(1)} s (batched delete by hand)`,
        ratio: ratio.toFixed(2),
        budget: `<= ${PURGE_MAX_RATIO}`,
        kept: ratio <= PURGE_MAX_RATIO,
      },
    ];
  } finally {
    await owner.end();
  }
}

/** Sessions of before the longest that one lasts, and no others, in a table without anything left of the last round. */
async function fillExpired(owner: postgres.Sql, accountId: string): Promise<void> {
  await owner`delete from session where created_at < now() - interval '90 days'`;
  await owner`insert into session (id, account_id, token_hash, ip, user_agent, created_at, last_seen_at, expires_at)
    select gen_random_uuid(), ${accountId}, md5(n::text) || md5((n + 1)::text), '192.0.2.1', repeat('agent ', 15),
      at, at, at + interval '90 days'
    from (select n, now() - interval '91 days' - n * interval '1 second' as at from generate_series(1, ${ROWS}::int) n) rows`;
  await owner`vacuum (analyze) session`;
  await owner`checkpoint`;
}

/** The same rows by one plain statement, again and again. Returns how many went. */
async function byHand(databaseUrl: string): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false });
  try {
    let removed = 0;
    for (let count = BATCH; count === BATCH; removed += count)
      ({ count } = await sql`delete from session where ctid = any(array(
        select ctid from session where created_at <= now() - interval '90 days' order by created_at limit ${BATCH}))`);
    return removed;
  } finally {
    await sql.end();
  }
}
