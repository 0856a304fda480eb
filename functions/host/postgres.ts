/**
 * A Postgres of this machine's own, on 127.0.0.1, from the programs that npm brought.
 * Invariant: a data directory is complete or absent (an interrupted initdb leaves nothing that looks usable),
 * and no statement or value of a statement is written to the server's log.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./ports.ts";
import { type Binaries, canReach, prepareBinaries } from "./postgres-binaries.ts";
import { stopLeftover } from "./postgres-leftover.ts";
import { AUTHENTICATION, closeDirectory, withPasswordFile } from "./postgres-password.ts";

export type PostgresOptions = {
  /** Holds the data, in a folder named after the major version. Created if missing. */
  dir: string;
  /** Of the superuser `owner`. Without it nobody can connect: every connection needs one. */
  password: string;
  /** Tried first; a free one is used when it is taken. */
  port?: number;
  /** false: data may be lost when the machine stops. For tests. */
  fsync?: boolean;
  /** Further settings of the server, by name. */
  settings?: Record<string, string>;
  /** Takes the lines of the server's log. */
  log?: (line: string) => void;
};

/** `url` is for the superuser `owner`, with the password. */
export type LocalPostgres = { url: string; port: number; stop(): Promise<void> };

const USER = "owner";
const START_ATTEMPTS = 5;
/** Then the server is told to drop everything; it recovers from its log at the next start. */
const STOP_PATIENCE_MS = 30_000;

/** Errors keep their message but neither the statement nor its values (DETAIL quotes them). */
const QUIET = { log_min_error_statement: "panic", log_error_verbosity: "terse" };
const CARELESS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Creates the database when there is none, starts the server and waits until it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const log = options.log ?? (() => {});
  const binaries = prepareBinaries();
  const home = prepareHome(resolve(options.dir), binaries, log);
  const data = join(home, binaries.major);
  const starterFile = join(home, "starter.pid");
  await stopLeftover(data, starterFile, log);
  if (!existsSync(data)) initialise(data, options.password, binaries);
  const program = join(binaries.folder, "bin", "postgres");
  closeDirectory(data, { role: USER, password: options.password }, program, runAs(binaries));
  writeFileSync(starterFile, `${process.pid}\n`);
  const { server, port } = await launch(data, binaries, options, log);
  const kill = () => server.kill("SIGINT");
  process.once("exit", kill);
  server.once("exit", () => process.off("exit", kill));
  const login = `${USER}:${encodeURIComponent(options.password)}`;
  return { url: `postgres://${login}@127.0.0.1:${port}/postgres`, port, stop: () => stop(server) };
}

/** The folder that holds the data: `dir`, or one for temporary files when Postgres' user cannot enter `dir`. */
function prepareHome(dir: string, binaries: Binaries, log: (line: string) => void): string {
  mkdirSync(dir, { recursive: true });
  const { uid, gid } = binaries;
  if (uid === undefined || gid === undefined || canReach(dir, { uid, gid })) return dir;
  chmodSync(dir, 0o711);
  if (canReach(dir, { uid, gid })) return dir;
  const name = `postgres-data-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}`;
  const home = join(tmpdir(), name);
  mkdirSync(home, { recursive: true });
  const found = lstatSync(home);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${home} belongs to somebody else.`);
  log(`the database is in ${home}: user ${uid} cannot enter ${dir}`);
  return home;
}

/** Makes the cluster beside its place and moves it there when it is complete. */
function initialise(data: string, password: string, { folder, uid, gid }: Binaries): void {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(fresh, uid, gid);
  const passwordFile = `${data}.password`;
  const args = ["-D", fresh, "-U", USER, `--auth=${AUTHENTICATION}`, `--pwfile=${passwordFile}`];
  withPasswordFile(passwordFile, password, { uid, gid }, () => {
    execFileSync(join(folder, "bin", "initdb"), [...args, "--encoding=UTF8", "--locale=C", "--no-sync"], {
      ...runAs({ uid, gid }),
      cwd: fresh,
      stdio: ["ignore", "ignore", "pipe"],
    });
  });
  renameSync(fresh, data);
}

/** Starts the server; again on another port when somebody took the port in between. */
async function launch(
  data: string,
  binaries: Binaries,
  options: PostgresOptions,
  log: (line: string) => void,
) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.port : 0);
    const settings = {
      ...QUIET,
      ...(options.fsync === false ? CARELESS : {}),
      ...options.settings,
      port: String(port),
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = spawn(join(binaries.folder, "bin", "postgres"), ["-D", data, ...flags], {
      ...runAs(binaries),
      cwd: data,
      stdio: ["ignore", "ignore", "pipe"],
      // In a group of its own: Ctrl-C in a terminal goes to the whole group, and work in hand still needs the database.
      detached: true,
    });
    const failure = await waitUntilReady(server, log);
    if (failure === undefined) return { server, port };
    if (!failure.includes("Address already in use") || attempt === START_ATTEMPTS) throw new Error(failure);
  }
}

/** Undefined when the server takes connections; its last lines when it ended instead. */
function waitUntilReady(server: ChildProcess, log: (line: string) => void): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const input = server.stderr;
    if (input === null) return reject(new Error("the server's log is not piped"));
    createInterface({ input }).on("line", (line) => {
      log(line);
      lines.push(line);
      if (lines.length > 40) lines.shift();
      if (line.includes("ready to accept connections")) resolve(undefined);
    });
    server.once("error", reject);
    server.once("close", (code) => resolve(`postgres ended with ${code}:\n${lines.join("\n")}`));
  });
}

/** Nothing of this process's environment but PATH; messages in English, since the log tells when it is ready. */
function runAs({ uid, gid }: { uid?: number | undefined; gid?: number | undefined }) {
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  return { ...user, env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" } };
}

/** Lets open transactions fail and writes everything down ("fast shutdown"). */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  const impatience = setTimeout(() => server.kill("SIGQUIT"), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(impatience);
}
