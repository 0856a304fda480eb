/** The commands where a service that they need turns them away: in a sentence that names it, and no value. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

/** What a command says when some of its variables are others. */
async function refusal(words: string[], changed: Record<string, string>): Promise<string> {
  const env = { ...process.env, ...changed };
  const command = promisify(execFile)(process.execPath, ["functions/command.ts", ...words], { env });
  const { code, stderr } = await command.catch((error) => error);
  expect(code).toBe(1);
  return stderr;
}

const changed = (name: string, change: Partial<URL>): string =>
  Object.assign(new URL(process.env[name] ?? ""), change).href;

test("a database that does not exist", async () => {
  const OWNER_DATABASE_URL = changed("OWNER_DATABASE_URL", { pathname: "/nowhere" });
  const said = await refusal(["migrate"], { OWNER_DATABASE_URL, DATABASE_APP_PASSWORD: "none" });
  expect(said).toBe('The database refuses: database "nowhere" does not exist.\n');
});

test("a password that the database does not know", async () => {
  const DATABASE_URL = changed("DATABASE_URL", { password: "wrong" });
  expect(await refusal(["staff", "list"], { DATABASE_URL })).toMatch(
    /^The database refuses: password authentication failed for user "\w+"\.\n$/,
  );
});

test("a database that was never migrated", async () => {
  const DATABASE_URL = changed("OWNER_DATABASE_URL", { pathname: "/postgres" });
  expect(await refusal(["staff", "list"], { DATABASE_URL })).toMatch(
    /^The database is not at the newest schema: relation "\w+" does not exist\. npm run migrate\.\n$/,
  );
});

test("a key that the storage does not know", async () => {
  expect(await refusal(["replay", "verify"], { STORAGE_SECRET_ACCESS_KEY: "wrong" })).toMatch(
    /^The storage answers a listing with 403 \(.+\)\.\n$/,
  );
});
