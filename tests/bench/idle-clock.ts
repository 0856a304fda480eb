/**
 * The hourly clocks when nothing is due, with a million accounts, each with a file and a session, beside the same in an
 * empty database: time, what is read, and whether anything is scanned. BENCH_IDLE_ACCOUNTS (a million) chooses the size.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { IDLE_CLOCKS_MAX_RATIO } from "./budgets.ts";
import type { Line } from "./line.ts";
import { ownerOf, type Stage } from "./stage.ts";

const ACCOUNTS = Number(process.env.BENCH_IDLE_ACCOUNTS ?? 1_000_000);
/** Rows below which a scan is the quickest way. */
const SMALL = 10_000;

type Seen = { taken: Record<string, number>; buffers: number; scanned: string[] };

/** Measures both lines. */
export async function measureIdleClock(stage: Stage): Promise<Line[]> {
  const owner = postgres(ownerOf(stage), { max: 1, onnotice: () => undefined });
  try {
    await look(owner); // what only a first run does is done
    const empty = await look(owner);
    await fillAccounts(owner);
    const full = await look(owner);
    return linesOf(full, empty);
  } finally {
    await owner.end();
  }
}

function linesOf(full: Seen, empty: Seen): Line[] {
  const sum = ({ taken }: Seen) => Object.values(taken).reduce((all, one) => all + one, 0);
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  const ratio = sum(full) / sum(empty);
  const slowest = Object.keys(full.taken).toSorted((a, b) => (full.taken[b] ?? 0) - (full.taken[a] ?? 0))[0];
  return [
    {
      what: `hourly clocks, ${ACCOUNTS.toLocaleString("en")} accounts, nothing due (${slowest} takes longest)`,
      ours: milliseconds(sum(full)),
      peer: `${milliseconds(sum(empty))} (empty database)`,
      ratio: ratio.toFixed(2),
      budget: `<= ${IDLE_CLOCKS_MAX_RATIO}`,
      kept: ratio <= IDLE_CLOCKS_MAX_RATIO,
    },
    {
      what: "  tables of them that are scanned",
      ours: `${full.scanned.join(", ") || "none"}; ${full.buffers.toFixed(0)} pages a run`,
      peer: `${empty.buffers.toFixed(0)} pages a run`,
      ratio: (full.buffers / empty.buffers).toFixed(2),
      budget: "none",
      kept: full.scanned.length === 0,
    },
  ];
}

/** One process that runs the clocks, and what the server has counted meanwhile. */
async function look(owner: postgres.Sql): Promise<Seen> {
  const before = await counters(owner);
  const script = join(import.meta.dirname, "idle-clock-worker.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { runs, taken } = JSON.parse(stdout) as { runs: number; taken: Record<string, number> };
  const after = await counters(owner);
  const scanned = [...after].flatMap(([table, { scans, rows }]) =>
    rows > SMALL && scans > (before.get(table)?.scans ?? 0) ? [table] : [],
  );
  const pages = (seen: typeof after) => [...seen.values()].reduce((sum, { buffers }) => sum + buffers, 0);
  return { taken, buffers: (pages(after) - pages(before)) / runs, scanned };
}

async function counters(owner: postgres.Sql) {
  await owner`select pg_stat_force_next_flush()`;
  const rows = await owner<{ table: string; scans: number; rows: number; buffers: number }[]>`
    select t.relname as table, t.seq_scan::int as scans, t.n_live_tup::int as rows,
      (coalesce(heap_blks_read + heap_blks_hit, 0) + coalesce(idx_blks_read + idx_blks_hit, 0))::float8 as buffers
    from pg_stat_user_tables t join pg_statio_user_tables io using (relid)`;
  return new Map(rows.map((row) => [row.table, row]));
}

/** People who signed in this year, each with a file and a session of last week. Nothing of them is due. */
async function fillAccounts(owner: postgres.Sql): Promise<void> {
  await owner`insert into account (id, email, first_name, last_name, locale, password_hash, state, created_at, verified_at,
      last_sign_in_at)
    select uuidv7(), 'person' || n || '@example.org', 'Ana', 'Durand', 'fr', repeat('x', 97), 'active',
      now() - interval '300 days', now() - interval '300 days', now() - n % 300 * interval '1 day'
    from generate_series(1, ${ACCOUNTS}::int) n`;
  await owner`insert into session (id, account_id, token_hash, ip, user_agent, created_at, last_seen_at, expires_at)
    select uuidv7(), id, md5(email) || md5(id::text), '192.0.2.1', 'agent', now() - interval '7 days', now(),
      now() + interval '83 days' from account where email like 'person%'`;
  await owner`insert into media (id, account_id, state, file_name, content_type, bytes, object_key, created_at)
    select uuidv7(), id, 'ready', 'picture.jpg', 'image/jpeg', 1000, md5(email), now() - interval '100 days'
    from account where email like 'person%'`;
  await owner`vacuum (analyze)`;
  await owner`checkpoint`;
}
