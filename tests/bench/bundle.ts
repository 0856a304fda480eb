/** The API's bundle: its size, and its cold start beside a bare Hono bundle with postgres.js. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Bundle, bundle, ENTRY } from "../support/bundle.ts";
import { API_BUNDLE_MAX_BYTES, COLD_START_MAX_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { IN_THE_CLOUD, type Stage } from "./stage.ts";

const ROUNDS = 15;
const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

/** Measures both lines. */
export async function measureBundle(stage: Stage): Promise<Line[]> {
  const ours = await bundle("functions/api/index.ts");
  const peer = await bundle("tests/bench/peer-lambda.ts");
  const files = { ours: write(ours, join(stage.dir, "api")), peer: write(peer, join(stage.dir, "peer")) };
  const start = (file: string) => coldStart(stage, file);
  await inTurns(
    2,
    () => start(files.ours),
    () => start(files.peer),
  );
  const values = await inTurns(
    ROUNDS,
    () => start(files.ours),
    () => start(files.peer),
  );
  const ratio = medianRatio(values);
  return [
    {
      what: "API bundle, minified",
      ours: `${kilobytes(ours.bytes)}, ${kilobytes(ours.bytesAtStart)} at start`,
      peer: `${kilobytes(peer.bytes)} (Hono + postgres.js)`,
      ratio: (ours.bytes / peer.bytes).toFixed(1),
      budget: `<= ${kilobytes(API_BUNDLE_MAX_BYTES)}`,
      kept: ours.bytes <= API_BUNDLE_MAX_BYTES,
    },
    {
      what: "  its cold start to the first answer",
      ours: `${median(values.ours).toFixed(0)} ms`,
      peer: `${median(values.peer).toFixed(0)} ms (the same)`,
      ratio: ratio.toFixed(2),
      budget: `<= ${COLD_START_MAX_RATIO}`,
      kept: ratio <= COLD_START_MAX_RATIO,
    },
  ];
}

/** Writes a bundle into a folder of its own. Returns where its entry is. */
export function write(bundle: Bundle, dir: string): string {
  mkdirSync(dir);
  for (const [name, code] of bundle.files) writeFileSync(join(dir, name), code);
  return join(dir, ENTRY);
}

/** Milliseconds from the start of a fresh process to its first answer. */
async function coldStart(stage: Stage, file: string): Promise<number> {
  // Not synchronously: the storage that it asks is served by this process.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "lambda.ts"), file],
    {
      env: {
        ...process.env,
        ...IN_THE_CLOUD,
        BENCH_SESSION: stage.sessionToken,
        BENCH_ACCOUNT_ID: stage.accountId,
      },
    },
  );
  return Number(stdout);
}
