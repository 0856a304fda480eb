/**
 * Passwords of the local Postgres. Its port is open to every user of the machine, so each connection proves who it is.
 * A password is never an argument of a program, which everybody could read, and never in the server's log.
 */
import { execFileSync } from "node:child_process";
import { chownSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type User = { uid?: number | undefined; gid?: number | undefined };

/** Does not cross the wire, and is not stored as it is (RFC 5802). */
export const AUTHENTICATION = "scram-sha-256";
/** Ends a line of pg_hba.conf that asks for nothing. */
const NO_QUESTIONS = /^(\s*(?:local|host)\b.*\s)trust\s*$/gm;

/** Runs `work` with a file that holds the password, which only `user` can read and which is removed afterwards. */
export function withPasswordFile(path: string, password: string, user: User, work: () => void): void {
  rmSync(path, { force: true });
  try {
    writeFor(path, `${password}\n`, user);
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Closes a data directory of before there were passwords: `role` gets one, and whoever connects is asked for it. The
 * server must not run. `program` is the server, `runAs` how to run it.
 */
export function closeDirectory(
  data: string,
  { role, password }: { role: string; password: string },
  program: string,
  runAs: User & { env: NodeJS.ProcessEnv },
): void {
  const file = join(data, "pg_hba.conf");
  const rules = readFileSync(file, "utf8");
  const closed = rules.replace(NO_QUESTIONS, `$1${AUTHENTICATION}`);
  if (closed === rules) return;
  const quiet = ["-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"];
  // One statement a line. The password first: a start that is cut off in between is done again.
  execFileSync(program, ["--single", "-j", "-D", data, ...quiet, "postgres"], {
    ...runAs,
    cwd: data,
    input: `alter role ${role} password '${password.replaceAll("'", "''")}';\n\n`,
    stdio: ["pipe", "ignore", "pipe"],
  });
  writeFor(`${file}.new`, closed, runAs);
  renameSync(`${file}.new`, file);
}

function writeFor(path: string, text: string, { uid, gid }: User): void {
  writeFileSync(path, text, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
