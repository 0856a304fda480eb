/** The real `functions/host/main.ts` as a process of its own, on a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../../functions/host/main.ts");

export type Stack = {
  url: string;
  child: ChildProcess;
  /** Everything it has printed. */
  printed(): string;
  /** Sends the signal and waits for the end. Returns the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** A folder that the user Postgres runs as can enter, also when the tests run as root. */
export function stackFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-stack-"));
  chmodSync(dir, 0o711);
  return dir;
}

function launch(dir: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, DATA_DIR: join(dir, "data"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, ended, printed: () => printed };
}

/** Starts a stack and waits until it says that it is ready. Throws with what it printed when it ends instead. */
export async function startStack(dir: string, environment: Record<string, string> = {}): Promise<Stack> {
  const { child, ended, printed } = launch(dir, environment);
  const url = await Promise.race([
    new Promise<string>((ready) => {
      child.stdout.on("data", () => {
        const address = /ready at (\S+)/.exec(printed())?.[1];
        if (address) ready(address);
      });
    }),
    ended.then((code) => Promise.reject(new Error(`the stack ended with ${code}:\n${printed()}`))),
  ]);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { url, child, printed, end };
}

/** Starts a stack that cannot start. Returns its exit code and what it printed. */
export async function failToStart(dir: string, environment: Record<string, string> = {}) {
  const { ended, printed } = launch(dir, environment);
  return { code: await ended, printed: printed() };
}

/** The process id of the stack's Postgres. */
export const postgresPid = (dir: string): number =>
  Number(readFileSync(join(dir, "data/postgres/18/postmaster.pid"), "utf8").split("\n")[0]);
