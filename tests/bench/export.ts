/**
 * An export against a plain copy of the same objects into a multipart upload, both in processes of their own against the
 * same storage in a third one. BENCH_EXPORT_MIB (256) and BENCH_EXPORT_FILES (two a MiB) choose the size. Then the same
 * export by workers that are killed.
 */
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { Id } from "../../core/base/id.ts";
import { bundle } from "../support/bundle.ts";
import {
  EXPORT_MAX_PEAK_BYTES,
  EXPORT_MAX_SECONDS_LOST_BY_KILL,
  EXPORT_MIN_THROUGHPUT_RATIO,
} from "./budgets.ts";
import { write } from "./bundle.ts";
import {
  askFor,
  bytesDone,
  type Cloud,
  fillLibrary,
  forget,
  MIB,
  type Run,
  resultOf,
  SOURCE,
  startCloud,
  startWorker,
  TARGET,
} from "./export-stage.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import type { Stage } from "./stage.ts";

const SIZE_MIB = Number(process.env.BENCH_EXPORT_MIB ?? 256);
const FILES = Number(process.env.BENCH_EXPORT_FILES ?? SIZE_MIB * 2);
/** Large ones are long enough to be measured once, and too long to be built by workers that are killed. */
const IS_LARGE = SIZE_MIB > 512;
const ROUNDS = IS_LARGE ? 1 : 3;
const KILLS = 3;

type Bench = Cloud & { script: string; accountId: Id<"account"> };

/** The lines of the export: throughput, memory, and what a killed worker costs. */
export async function measureExport(stage: Stage): Promise<Line[]> {
  // As it is deployed: what strips the types on the fly would weigh more than all the rest.
  const script = write(await bundle("tests/bench/export-worker.ts"), join(stage.dir, "export-worker"));
  const accountId = stage.accountId as Id<"account">;
  const bench: Bench = { ...(await startCloud(join(stage.dir, "cloud"))), script, accountId };
  try {
    await fillLibrary(bench.s3, accountId, { bytes: SIZE_MIB * MIB, files: FILES });
    const runs: { ours: Run[]; peer: Run[] } = { ours: [], peer: [] };
    const times = await inTurns(
      ROUNDS,
      async () => keep(runs.ours, await exported(bench)),
      async () => keep(runs.peer, await copied(bench)),
    );
    const lines = linesOf(times, runs);
    return IS_LARGE ? lines : [...lines, await measureKills(bench)];
  } finally {
    await bench.stop();
  }
}

const keep = (runs: Run[], run: Run): number => {
  runs.push(run);
  return run.seconds;
};

async function exported(bench: Bench): Promise<Run> {
  const exportId = await askFor(bench.accountId);
  const run = await resultOf(startWorker(bench, bench.script, "ours", exportId));
  await forget(bench.s3, exportId);
  return run;
}

async function copied(bench: Bench): Promise<Run> {
  const run = await resultOf(startWorker(bench, bench.script, "peer", SOURCE, TARGET, "copy"));
  await bench.s3.send(new DeleteObjectCommand({ Bucket: TARGET, Key: "copy" }));
  return run;
}

function linesOf(times: { ours: number[]; peer: number[] }, runs: { ours: Run[]; peer: Run[] }): Line[] {
  const rate = (seconds: number[]) => `${(SIZE_MIB / median(seconds)).toFixed(0)} MiB/s`;
  const peak = (list: Run[]) => Math.max(...list.map(({ peakBytes }) => peakBytes));
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  const ratio = 1 / medianRatio(times);
  return [
    {
      what: `export of ${SIZE_MIB} MiB in ${FILES} files`,
      ours: rate(times.ours),
      peer: rate(times.peer),
      ratio: ratio.toFixed(2),
      budget: `>= ${EXPORT_MIN_THROUGHPUT_RATIO}`,
      kept: ratio >= EXPORT_MIN_THROUGHPUT_RATIO,
    },
    {
      what: "  its peak memory",
      ours: mib(peak(runs.ours)),
      peer: mib(peak(runs.peer)),
      ratio: (peak(runs.ours) / peak(runs.peer)).toFixed(2),
      budget: `<= ${mib(EXPORT_MAX_PEAK_BYTES)}`,
      kept: peak(runs.ours) <= EXPORT_MAX_PEAK_BYTES,
    },
  ];
}

/**
 * What a SIGKILL at a random point costs: the pieces that were on their way, and a new process. Beside it a copy that
 * starts over, as one must that keeps no plan. That the next worker waits for the claim of a dead one to end (LEASE) is
 * left out of both: its clock is set past that.
 */
async function measureKills(bench: Bench): Promise<Line> {
  const lost: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const undisturbed = await seconds(() => exported(bench));
    const points = Array.from({ length: KILLS }, Math.random).sort();
    const disturbed = await seconds(() => exportedWithKills(bench, points));
    lost.ours.push((disturbed - undisturbed) / KILLS);
    const whole = await seconds(() => copied(bench));
    lost.peer.push((points.reduce((sum, point) => sum + point, 0) / KILLS) * whole);
  }
  const worst = median(lost.ours);
  return {
    what: `  lost by a SIGKILL (${KILLS} at random points, ${ROUNDS} times)`,
    ours: `${worst.toFixed(2)} s`,
    peer: `${median(lost.peer).toFixed(2)} s (starts over)`,
    ratio: (worst / median(lost.peer)).toFixed(2),
    budget: `<= ${EXPORT_MAX_SECONDS_LOST_BY_KILL} s`,
    kept: worst <= EXPORT_MAX_SECONDS_LOST_BY_KILL,
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** An export whose workers are killed as soon as these shares of it are stored; the last one finishes it. */
async function exportedWithKills(bench: Bench, points: readonly number[]): Promise<void> {
  const exportId = await askFor(bench.accountId);
  for (const [number, point] of points.entries()) {
    const worker = startWorker(bench, bench.script, "ours", exportId, String(number));
    const ended = once(worker, "exit");
    while (worker.exitCode === null && (await bytesDone(exportId)) < point * SIZE_MIB * MIB) await pause(5);
    worker.kill("SIGKILL");
    await ended;
  }
  await resultOf(startWorker(bench, bench.script, "ours", exportId, String(points.length)));
  await forget(bench.s3, exportId);
}
