/** The API's bundle: its size, and its cold start beside a bare Hono bundle with postgres.js. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../support/bundle.ts";
import { API_BUNDLE_MAX_BYTES, COLD_START_MAX_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { PEER_FUNCTION } from "./peer.ts";
import type { Stage } from "./stage.ts";

const ROUNDS = 15;
const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

/** Measures both lines. */
export async function measureBundle(stage: Stage): Promise<Line[]> {
  const ours = await bundle({ file: "functions/api/index.ts" });
  const peer = await bundle({ text: PEER_FUNCTION });
  const files = { ours: join(stage.dir, "api.mjs"), peer: join(stage.dir, "peer.mjs") };
  writeFileSync(files.ours, ours.code);
  writeFileSync(files.peer, peer.code);
  const start = async (file: string) => coldStart(stage, file);
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
      ours: kilobytes(ours.code.byteLength),
      peer: `${kilobytes(peer.code.byteLength)} (Hono + postgres.js)`,
      ratio: (ours.code.byteLength / peer.code.byteLength).toFixed(1),
      budget: `<= ${kilobytes(API_BUNDLE_MAX_BYTES)}`,
      kept: ours.code.byteLength <= API_BUNDLE_MAX_BYTES,
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

/** Milliseconds from the start of a fresh process to its first answer. */
function coldStart(stage: Stage, file: string): number {
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, "lambda.ts"), file], {
    encoding: "utf8",
    env: {
      ...process.env,
      DEPLOYMENT: "aws",
      BENCH_SESSION: stage.sessionToken,
      BENCH_ACCOUNT_ID: stage.accountId,
    },
  });
  return Number(printed);
}
