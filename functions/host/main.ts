/**
 * `npm start`: the whole service on this machine, in one process and one folder, at one address. Choices come from the
 * environment: PORT (3000), DATA_DIR (.data), MINIMAX_API_KEY and SMTP_URL (the real services), SANDBOX_WAIT (1; 0: the
 * stand-in for the provider does not pretend to be busy), LOG_LEVEL (warn), WELCOME_CREDITS (100), STORAGE_LIMIT_MIB (what files may take
 * of the disk; none).
 */
import { resolve } from "node:path";
import * as v from "valibot";
import { startLocalStack } from "./local-stack.ts";
import { Port } from "./ports.ts";
import { within } from "./within.ts";

/** One Ctrl-C can arrive twice: from the terminal, and again from npm. */
const SAME_KEYSTROKE_MS = 500;
/** Whatever has not stopped by then is left to the next start, which goes on from where it was. */
const STOP_LIMIT_MS = 12_000;

const Choices = v.object({
  PORT: v.optional(Port, "3000"),
  DATA_DIR: v.optional(v.pipe(v.string(), v.nonEmpty()), resolve(import.meta.dirname, "../../.data")),
  SANDBOX_WAIT: v.optional(
    v.pipe(v.string(), v.transform(Number), v.number("is not a number"), v.minValue(0)),
  ),
  STORAGE_LIMIT_MIB: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,9}$/, "is not a whole number"), v.transform(Number)),
  ),
});

const cleanup = new AsyncDisposableStack();
const interrupted = new AbortController();
const say = (line: string) => console.log(line);

let interruptedAt: number | undefined;
let started: Promise<unknown> = Promise.resolve();

function interrupt(): void {
  if (interruptedAt !== undefined) {
    if (performance.now() - interruptedAt > SAME_KEYSTROKE_MS) process.exit(130);
    return;
  }
  interruptedAt = performance.now();
  interrupted.abort();
  say("\nStopping. Once more to force.");
  void started.then(() => end(0));
}

/** Stops what runs, then this process. A part that fails to stop is named and keeps no other from stopping. */
async function end(code: number): Promise<void> {
  const stopped = cleanup.disposeAsync().then(
    () => true,
    (error: unknown) => {
      console.error(`Not everything stopped in order: ${error}`);
      return false;
    },
  );
  const inTime = await within(STOP_LIMIT_MS, stopped);
  process.exit(inTime ? code : 1);
}

async function start(): Promise<void> {
  const choices = readChoices();
  const { SANDBOX_WAIT: sandboxWait, STORAGE_LIMIT_MIB: storageLimitMib } = choices;
  const limits = {
    ...(sandboxWait === undefined ? {} : { sandboxWait }),
    ...(storageLimitMib === undefined ? {} : { storageLimitMib }),
  };
  const { url } = await startLocalStack(
    { dir: resolve(choices.DATA_DIR), port: choices.PORT, ...limits, say, signal: interrupted.signal },
    cleanup,
  );
  if (interrupted.signal.aborted) return;
  const seconds = (performance.now() / 1000).toFixed(1); // since the process began
  say(`Pix2Clip is ready at ${url} after ${seconds} s. Ctrl-C stops it.`);
}

function readChoices(): v.InferOutput<typeof Choices> {
  const parsed = v.safeParse(Choices, process.env);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${v.getDotPath(issue)} ${issue.message}`);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
started = start().catch(async (error: unknown) => {
  if (interrupted.signal.aborted) return;
  console.error(`Cannot start: ${error instanceof Error ? error.message : error}`);
  if (process.env.LOG_LEVEL === "debug") console.error(error);
  await end(1);
});
