/** Every function of the cloud: the size of its bundle, and how long a fresh process takes to load it beside a bare one. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../support/bundle.ts";
import { write } from "./bundle.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { IN_THE_CLOUD, type Stage } from "./stage.ts";

const ROUNDS = 3;
/** What a deployment installs beside a bundle; a function that does not use them is not slower for it. */
const INSTALLED = ["sharp", "@contentauth/c2pa-wasm", "cbor-x"];
const NO_FUNCTIONS = ["called.ts", "consumer.ts", "queues.ts", "redrive.ts", "run.ts", "schedules.ts"];

const entries = () => [
  "functions/api/index.ts",
  "functions/pages/handler.ts",
  ...["queue", "clock", "by-hand"].flatMap((folder) =>
    readdirSync(`functions/${folder}`)
      .filter((name) => !NO_FUNCTIONS.includes(name))
      .map((name) => `functions/${folder}/${name}`),
  ),
];

/** One line a function. Without a budget but for the API's, which has its own (bundle.ts). */
export async function measureFunctions(stage: Stage): Promise<Line[]> {
  const folder = join(stage.dir, "functions");
  for (const name of INSTALLED) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  }
  const bare = await bundle("tests/bench/peer-lambda.ts");
  const peer = write(bare, join(folder, "bare"));
  const lines: Line[] = [];
  for (const entry of entries()) {
    const made = await bundle(entry, INSTALLED);
    const file = write(made, join(folder, entry.replaceAll(/\W/g, "-")));
    const times = await inTurns(
      ROUNDS,
      () => load(file),
      () => load(peer),
    );
    lines.push({
      what: entry.replace(/^functions\/|(\/index|\/handler)?\.ts$/g, ""),
      ours: `${Math.round(made.bytes / 1000)} kB, ${median(times.ours).toFixed(0)} ms`,
      peer: `${Math.round(bare.bytes / 1000)} kB, ${median(times.peer).toFixed(0)} ms`,
      ratio: medianRatio(times).toFixed(2),
      budget: "",
      kept: true,
    });
  }
  return lines;
}

/** Milliseconds from the start of a process until a bundle is loaded. */
async function load(file: string): Promise<number> {
  const script = `await import(${JSON.stringify(file)}); console.log(performance.now()); process.exit(0)`;
  const environment = { ...process.env, ...IN_THE_CLOUD, MINIMAX_BASE_URL: "https://api.minimax.io" };
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: environment,
    cwd: dirname(file),
  });
  return Number(stdout);
}
