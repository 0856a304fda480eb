/** The whole local stack as a process of its own (main.ts), in a folder of the drill. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import postgres from "postgres";

const ROOT = resolve(import.meta.dirname, "../../..");
const MAIN = join(ROOT, "functions/host/main.ts");
const START_LIMIT_MS = 60_000;

export type Stack = {
  url: string;
  /** Everything it has printed. */
  printed(): string;
  /** Resolves once it says that it is ready. Throws with what it printed when it ends instead. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

/** Starts the stack on a port that must be free. `dir` holds its data. */
export function startStack(dir: string, port: number): Stack {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, DATA_DIR: dir, PORT: String(port), SANDBOX_WAIT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  const ended = once(child, "close");
  return {
    url: `http://localhost:${port}`,
    printed: () => printed,
    ready: readiness(child, ended, () => printed),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

function readiness(child: ChildProcess, ended: Promise<unknown>, printed: () => string): Promise<void> {
  const ready = new Promise<void>((done) => {
    child.stdout?.on("data", () => {
      if (/ready at \S+/.test(printed())) done();
    });
  });
  const failed = ended.then(() => {
    throw new Error(`the stack has ended:\n${printed()}`);
  });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`the stack is not ready:\n${printed()}`)), START_LIMIT_MS).unref();
  });
  const first = Promise.race([ready, failed, late]);
  first.catch(() => undefined); // whoever waits for it hears of it
  return first;
}

/** Runs a command of the service beside the stack that runs on `dir`. Returns what it prints. */
export function runBeside(dir: string, ...words: string[]): string {
  const command = [`--env-file=${join(dir, "service.env")}`, join(ROOT, "functions/command.ts"), ...words];
  return execFileSync(process.execPath, command, {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  }).trim();
}

/** The database of the stack that runs on `dir`, with the rights of its owner: eyes that are not the service's. */
export async function asOwner<T>(dir: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const [, app = ""] = /^DATABASE_URL="(.+)"$/m.exec(readFileSync(join(dir, "service.env"), "utf8")) ?? [];
  const { databaseOwnerPassword } = JSON.parse(readFileSync(join(dir, "secrets.json"), "utf8"));
  const url = new URL(app);
  url.username = "owner";
  url.password = databaseOwnerPassword;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Copies the files of a database whose server does not run, owners and rights too. */
export function copyDatabase(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync("cp", ["-a", from, to]);
}
