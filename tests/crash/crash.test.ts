/**
 * Workers are killed with SIGKILL at random moments while 200 jobs run against a provider that misbehaves. Afterwards
 * everything must add up. The moments come from a seed, which is printed; CRASH_SEED repeats a run.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR, MINUTE, setClock } from "../../core/base/clock.ts";
import { listObjects } from "../../core/base/storage.ts";
import { sweepOrphanObjects } from "../../core/privacy/sweep/orphans.ts";
import { serveMinimax } from "../../functions/sandbox/minimax/serve.ts";
import { ask, type Person } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { follow, type SharedClock, timeOf } from "./clock.ts";
import { dice, wishes } from "./jobs.ts";

const JOBS = Number(process.env.CRASH_JOBS ?? 200);
const WORKERS = 2;
/** Jobs that wait for a worker at a time. */
const IN_LINE = 16;
/** When nothing has ended for so long, what is left waits for a deadline: the clock is put past it. */
const STILL_MILLISECONDS = 10_000;
const LIMIT_MILLISECONDS = 420_000;

type Worker = { child: ChildProcess; ready: Promise<void> };

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const random = dice(seed);
const clock: SharedClock = { start: Date.now(), ahead: 0 };
const dir = mkdtempSync(join(tmpdir(), "pix2clip-crash-"));
const workers: Worker[] = [];
let provider: Awaited<ReturnType<typeof serveMinimax>>;
let people: Person[];
let kills = 0;

function startWorker(): Worker {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    env: {
      ...process.env,
      MINIMAX_BASE_URL: provider.url,
      CRASH_CLOCK: JSON.stringify(clock),
      GENERATION_LEASE_SECONDS: "150",
      GENERATION_POLL_SECONDS: "1",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  return { child, ready: new Promise((resolve) => void child.once("message", () => resolve())) };
}

/** Kills one worker at a time, wherever it may be in its work, and puts a new one in its place: a kill every few jobs. */
async function killUntil(done: () => boolean): Promise<void> {
  for (let next = 0; !done(); next = (await count("finished_at is not null")) + 3 + random() * 12) {
    while ((await count("finished_at is not null")) < next && !done()) await pause(100);
    const index = Math.floor(random() * WORKERS);
    await workers[index]?.ready;
    await pause(random() * 2000);
    if (done()) return;
    workers[index]?.child.kill("SIGKILL");
    kills += 1;
    workers[index] = startWorker();
  }
}

type Which = "finished_at is null" | "finished_at is not null" | "state in ('queued', 'storing')";
async function count(where: Which): Promise<number> {
  const [row] = await owner.unsafe(`select count(*)::int as n from generation where ${where}`);
  return row?.n;
}

/** Asks for everything, a few at a time, and cancels some. */
async function askForAll(): Promise<void> {
  const cancels: Promise<unknown>[] = [];
  for (const [index, wish] of wishes(JOBS, random).entries()) {
    while ((await count("state in ('queued', 'storing')")) >= IN_LINE) await pause(200);
    const who = people[index % people.length] as Person;
    const { id } = await ask(who, wish);
    if (random() < 0.06) cancels.push(who.post(`/generations/${id}/cancel`));
  }
  await Promise.all(cancels);
}

/** Waits until every job has ended; puts the clock past the deadlines when only they can end what is left. */
async function seeThrough(): Promise<void> {
  let [left, since] = [JOBS, Date.now()];
  while (left > 0 && Date.now() - clock.start < LIMIT_MILLISECONDS) {
    await pause(500);
    const now = await count("finished_at is null");
    if (now !== left) [left, since] = [now, Date.now()];
    if (Date.now() - since < STILL_MILLISECONDS || clock.ahead > 0) continue;
    clock.ahead = 31 * MINUTE;
    for (const { child } of workers) child.send(clock.ahead);
  }
}

beforeAll(async () => {
  follow(clock);
  provider = await serveMinimax({
    dir,
    apiKey: process.env.MINIMAX_API_KEY ?? "",
    speed: 0,
    slowSeconds: 2,
    now: () => timeOf(clock),
  });
  people = await Promise.all([1, 2, 3, 4].map(() => person({ credits: 5000 })));
  for (let index = 0; index < WORKERS; index++) workers.push(startWorker());
  let done = false;
  const killing = killUntil(() => done);
  await askForAll();
  await seeThrough();
  done = true;
  await killing;
  for (const worker of workers) worker.child.kill("SIGKILL");
  await report();
}, LIMIT_MILLISECONDS + 60_000);

afterAll(async () => {
  setClock();
  await provider.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function report(): Promise<void> {
  const rows =
    await owner`select state, failure, count(*)::int as n from generation group by 1, 2 order by 3 desc`;
  const seconds = ((Date.now() - clock.start) / 1000).toFixed(1);
  const counts = rows
    .map((row) => `${row.n} ${row.state}${row.failure ? ` (${row.failure})` : ""}`)
    .join(", ");
  console.info(`crash test: seed ${seed}, ${JOBS} jobs, ${kills} kills, ${seconds} s; ${counts}`);
}

test("every job has ended", async () => {
  expect(kills).toBeGreaterThan(JOBS / 40);
  const [row] = await owner`select count(*)::int as n, count(finished_at)::int as ended from generation`;
  expect(row).toEqual({ n: JOBS, ended: JOBS });
});

test("the ledger sums to zero, nothing is still held, and what was spent is what was charged", async () => {
  const [row] = await owner`select
    sum(case when to_book = 'held' then credits when from_book = 'held' then -credits else 0 end)::int as held,
    sum(case when to_book = 'spent' then credits else 0 end)::int as spent,
    sum(case when to_book = 'available' then credits when from_book = 'available' then -credits else 0 end)::int as available,
    sum(case when from_book = 'issued' then credits else 0 end)::int as issued,
    (select sum(credits_charged)::int from generation) as charged
    from credit_entry`;
  expect(row?.held).toBe(0);
  expect(row?.spent).toBe(row?.charged);
  expect(row?.available + row?.spent).toBe(row?.issued);
});

test("each failure and cancellation gave back exactly what it held, and each success kept what it charged", async () => {
  const wrong = await owner`
    select g.id, g.state, g.failure, g.credits, g.credits_charged,
      coalesce(sum(e.credits) filter (where e.event = 'hold'), 0)::int as held,
      coalesce(sum(e.credits) filter (where e.event = 'release'), 0)::int as released,
      coalesce(sum(e.credits) filter (where e.event = 'capture'), 0)::int as captured
    from generation g left join credit_entry e on e.generation_id = g.id group by g.id
    having coalesce(sum(e.credits) filter (where e.event = 'hold'), 0) <> g.credits
      or coalesce(sum(e.credits) filter (where e.event = 'capture'), 0) <> g.credits_charged
      or coalesce(sum(e.credits) filter (where e.event = 'release'), 0) <> g.credits - g.credits_charged
      or (g.state <> 'ready') <> (g.credits_charged = 0)`;
  expect(wrong).toEqual([]);
});

test("no job was paid twice at the provider, and each result was paid once", async () => {
  const paid = (await (await fetch(`${provider.url}/sandbox/paid`)).json()) as { prompt: string }[];
  const times = new Map<string, number>();
  for (const { prompt } of paid) {
    const marker = /job-\d+-/.exec(prompt)?.[0] ?? prompt;
    times.set(marker, (times.get(marker) ?? 0) + 1);
  }
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  const ready =
    await owner`select substring(prompt from 'job-\\d+-') as marker from generation where state = 'ready'`;
  expect(ready.filter((row) => times.get(row.marker) !== 1)).toEqual([]);
});

test("after the sweep no object is without a row, and no ready file is without its object", async () => {
  setClock(() => new Date(timeOf(clock).getTime() + 3 * HOUR));
  await sweepOrphanObjects();
  const rows = await owner`select object_key, thumbnail_key from media where state = 'ready'`;
  const named = rows.flatMap((row) => [row.object_key, row.thumbnail_key]).filter((key) => key !== null);
  const objects: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listObjects("media", after);
    objects.push(...page.map((object) => object.key));
    after = page.at(-1)?.key;
    if (after === undefined) break;
  }
  expect(objects.sort()).toEqual(named.sort());
});

test("each ready job has its files, and nothing is forgotten at the provider", async () => {
  const empty = await owner`select g.id from generation g where (g.state = 'ready') <>
    exists (select 1 from media m where m.generation_id = g.id)`;
  expect(empty).toEqual([]);
  const forgotten =
    await owner`select id from remote_item where deleted_at is null and deletion_due_at is null`;
  expect(forgotten).toEqual([]);
});
