/**
 * `npm run staff -- grant <address>`, `revoke <address>` or `list`: who may see how the service runs (/staff). The only way
 * to become staff. Runs with the service's environment, by default that of the local stack that runs.
 */
import { actAs } from "../core/base/actor.ts";
import { closeDatabase } from "../core/base/database.ts";
import { AppError } from "../core/base/error.ts";
import { newId } from "../core/base/id.ts";
import { grantStaff, listStaff, revokeStaff } from "../core/staff/staff.ts";

const USAGE = "Usage: npm run staff -- grant <address> | revoke <address> | list";
const REFUSALS: Record<string, string> = {
  not_found: "There is no account with this address.",
  conflict: "This account is not active: its address must be confirmed, and it must not be closing.",
  invalid_input: "This is not an address.",
};

/** Does what was asked and returns what to say of it; undefined when it was not understood. */
async function run([verb, email, ...more]: string[]): Promise<string | undefined> {
  if (more.length > 0) return undefined;
  if (verb === "list" && email === undefined) return list();
  if (email === undefined) return undefined;
  if (verb === "grant") return (await grantStaff({ email })) ? "Granted." : "This account is staff already.";
  if (verb === "revoke") return (await revokeStaff({ email })) ? "Revoked." : "This account is no staff.";
  return undefined;
}

async function list(): Promise<string> {
  const lines = (await listStaff()).map(({ email, since }) => `${email}, since ${since.toISOString()}`);
  return lines.length > 0 ? lines.join("\n") : "Nobody is staff.";
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

const facts = { requestId: newId<"request">(), locale: "en" } as const;
try {
  const said = await actAs({ type: "task", name: "staff" }, () => run(process.argv.slice(2)), facts);
  if (said === undefined) fail(USAGE);
  else process.stdout.write(`${said}\n`);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  fail(REFUSALS[error.code] ?? error.code);
} finally {
  await closeDatabase();
}
