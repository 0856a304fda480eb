/** The README says what the code does: its numbers are the constants, and what it names exists. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { RETENTION } from "../../core/privacy/retention.ts";
import { CLOCK, SCHEDULES } from "../../functions/clock/schedules.ts";
import { API, BY_HAND } from "../../functions/given.ts";
import { WORK } from "../../functions/queue/queues.ts";
import { isWord, readWords } from "../../functions/sandbox/minimax/magic.ts";
import * as Budget from "../bench/budgets.ts";
import { capacityTable, UNVERIFIED } from "../bench/capacity.ts";
import { textOf } from "./source.ts";

const README = textOf("README.md").replace(/\s+/g, " ");

/** The value of a constant in a file that cannot be loaded without the service's environment. */
function constant(file: string, pattern: RegExp): number {
  const [, found] = pattern.exec(textOf(file)) ?? [];
  if (found === undefined) throw new Error(`${file} has no ${pattern}`);
  return Number(found.replaceAll("_", ""));
}

/** Each number that is said in words, and where it comes from. */
const NUMBERS: [string, RegExp, number][] = [
  [
    "welcome credits",
    /new account (\d+) credits/,
    constant("functions/host/environment.ts", /WELCOME_CREDITS: "(\d+)"/),
  ],
  [
    "life of a quote",
    /good for (\d+) minutes/,
    constant("core/generation/quote.ts", /QUOTE_MINUTES = (\d+)/),
  ],
  [
    "deadline",
    /not ready after (\d+) minutes/,
    constant("core/generation/generation.ts", /DEADLINE_MINUTES = (\d+)/),
  ],
  [
    "life of a session",
    /session ends (\d+) days/,
    constant("core/privacy/retention.ts", /session: \{ days: (\d+) \}/),
  ],
  [
    "life of a backup",
    /kept for (\d+) days at most/,
    constant("core/privacy/retention.ts", /backups: \{ days: (\d+) \}/),
  ],
  ["oldest Postgres", /Postgres (\d+) or newer/, constant("functions/migrate.ts", /OLDEST = (\d+)/)],
  ["round trips", /at most (\d+) round trips/, Budget.READ_MAX_ROUND_TRIPS],
  ["read", /; ([\d.]+) x the throughput/, Budget.READ_MIN_THROUGHPUT_RATIO],
  ["bundle", /at most ([\d.]+) MB minified/, Budget.API_BUNDLE_MAX_BYTES / 1e6],
  ["cold start", /cold start at most ([\d.]+) x/, Budget.COLD_START_MAX_RATIO],
  ["sign-in", /at most ([\d.]+) x one Argon2id/, Budget.SIGN_IN_MAX_RATIO],
  ["pages", /at most (\d+) kB of script/, Budget.PAGE_MAX_GZIP_BYTES / 1000],
];

test.each(NUMBERS)("%s", (_, pattern, value) => {
  const [, said] = pattern.exec(README) ?? [];
  expect(Number(said)).toBe(value);
});

test("the hour to take a deletion back is the hour of the code", () => {
  expect(README).toContain("taken back for one hour");
  expect(RETENTION.trash.hours).toBe(1);
});

test("every magic word that is named is one", () => {
  const named = [...README.matchAll(/`sandbox:([a-z-]+?)(-\d+)?`/g)].map(([, word = ""]) => word);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((word) => !isWord(word))).toEqual([]);
  expect(readWords("sandbox:rate-limit-5")).toEqual({ "rate-limit": 5 });
});

test("every variable that is named is read somewhere", () => {
  const named = [...README.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)`/g)].map(([, name = ""]) => name);
  const readers = [
    "core/base/config.ts",
    "functions/host/main.ts",
    "functions/migrate.ts",
    "functions/given.ts",
    "sst.config.ts",
    ".github/workflows/preview.yml",
    ".github/workflows/production.yml",
  ]
    .map(textOf)
    .join();
  expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(readers))).toEqual([]);
});

test("every folder, file, command and address that is named exists", () => {
  const paths = [...README.matchAll(/`((?:core|functions|web|migrations|tests)(?:\/[\w.-]+)*)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  const scripts = Object.keys((JSON.parse(textOf("package.json")) as { scripts: object }).scripts);
  const commands = [...README.matchAll(/npm (?:run ([\w:-]+)|(start|test))/g)].map(
    ([, run, own]) => run ?? own ?? "",
  );
  expect(commands.filter((command) => !scripts.includes(command))).toEqual([]);
});

test("the table of costs is the one that is computed", () => {
  const plain = (text: string) => text.replaceAll(/ *\| */g, "|").replaceAll(/-+/g, "-");
  expect(plain(textOf("README.md"))).toContain(plain(capacityTable()));
  for (const name of UNVERIFIED) expect(/Declared, not verified: ([^|]*)/.exec(README)?.[1]).toContain(name);
});

test("the quota that is asked for lets all functions run beside each other, and leaves what the cloud keeps back", () => {
  const tables = [...Object.values(WORK), API, ...Object.values(BY_HAND)];
  const own = [...tables, ...Object.keys(SCHEDULES).map(() => CLOCK)];
  const pagesAndMigration = 21;
  const all = own.reduce((sum, { functions }) => sum + functions, pagesAndMigration);
  /** AWS does not let the last 100 be reserved (Lambda developer guide, "Reserved concurrency"). */
  const [, quota] = /allows (\d+) functions at a time/.exec(README) ?? [];
  expect(Number(quota)).toBeGreaterThanOrEqual(all + 100);
});

test("production's secrets are those that the infrastructure names", () => {
  const named = [...textOf("sst.config.ts").matchAll(/"([A-Z][a-z]+(?:[A-Z][a-z]+)+)"/g)].map(
    ([, name]) => name,
  );
  const secrets = named.filter(
    (name) =>
      /(Key|Password|Url|Certificates)$/.test(name ?? "") &&
      !/^(Mailbox|Database|OwnerDatabase)(Key|Url)/.test(name ?? ""),
  );
  expect(secrets.length).toBeGreaterThan(4);
  for (const name of secrets) expect(README).toContain(`\`${name}\``);
});

test("a preview, which is code that nobody has approved, is deployed with nothing that reaches production", () => {
  expect(README).toContain("**Two AWS accounts**");
  // In Scaleway this set holds for all projects of an organization (IAM, "Permission sets").
  expect(README).toMatch(/\*\*Two Scaleway organizations\*\*.*`IAMManager`/);
  for (const name of ["preview", "production"]) {
    const workflow = textOf(`.github/workflows/${name}.yml`);
    const jobs = workflow.match(/^ {4}runs-on:/gm) ?? [];
    expect(workflow.match(new RegExp(`^ {4}environment: ${name}$`, "gm"))).toHaveLength(jobs.length);
    const roles = [...workflow.matchAll(/vars\.(AWS_\w+_ROLE)/g)].map(([, role]) => role);
    expect(new Set(roles)).toEqual(new Set([`AWS_${name.toUpperCase()}_ROLE`]));
    expect(README).toContain(`\`AWS_${name.toUpperCase()}_ROLE\` for \`${name}\``);
  }
});
