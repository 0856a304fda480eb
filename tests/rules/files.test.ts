/** The shape of the repository: its top level, sizes and names of files, what is forbidden in them, and that all are used. */
import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { SCHEDULES } from "../../functions/clock/schedules.ts";
import { filesUnder, importsOf, pathsIn, textOf } from "./source.ts";

const MAX_LINES = 300;
const SOURCES = ["core", "functions", "web/src", "tests"].flatMap((folder) => filesUnder(folder));
const CODE = SOURCES.filter((file) => !file.startsWith("tests/"));
/** They name what they forbid. */
const isRule = (file: string) => file.startsWith("tests/rules/");

test("the top of the repository is the layout that the user fixed, with configuration files", () => {
  const fixed = [
    "README.md",
    "core",
    "functions",
    "migrations",
    "package.json",
    "sst.config.ts",
    "tests",
    "web",
  ];
  const configuration = [
    "biome.json",
    "drizzle.config.ts",
    "package-lock.json",
    "tsconfig.json",
    "vitest.config.ts",
    "node_modules",
  ];
  const found = readdirSync(".").filter((name) => !name.startsWith("."));
  expect(found.filter((name) => ![...fixed, ...configuration].includes(name))).toEqual([]);
});

test(`no file has more than ${MAX_LINES} lines`, () => {
  const styles = filesUnder("web", [".css", ".html"]);
  const long = [...SOURCES, ...styles, "vitest.config.ts", "README.md"]
    .map((file) => ({ file, lines: textOf(file).split("\n").length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});

test("files are named in kebab-case by a noun, and never as a drawer for anything", () => {
  const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(sql|schema|test))?\.tsx?$/;
  expect(SOURCES.filter((file) => !name.test(basename(file)))).toEqual([]);
  expect(SOURCES.filter((file) => /(^|\/)(utils?|helpers?|lib|common|misc)(\/|\.tsx?$)/.test(file))).toEqual(
    [],
  );
});

describe("what is forbidden", () => {
  const FORBIDDEN: [string, RegExp][] = [
    ["work left for later", /\b(TODO|FIXME|XXX|HACK)\b/],
    ["an escape from the types", /@ts-(ignore|nocheck)|@ts-expect-error(?!: \w)|\bas any\b|<any>/],
    ["a namespace or an enum", /^\s*(export\s+)?(declare\s+)?(namespace|module|enum)\s+\w+\s*\{/m],
    ["a test that mocks our own modules", /\bvi\.(mock|doMock|hoisted)\b/],
    ["a test that runs alone or not at all", /\b(test|it|describe)\.(only|skip|todo)\b/],
  ];
  test.each(FORBIDDEN)("%s", (_, pattern) => {
    const checked = SOURCES.filter((file) => !isRule(file));
    expect(checked.filter((file) => pattern.test(textOf(file)))).toEqual([]);
  });
});

/** What tables and places mean: read by drizzle-kit, by the tests of the data map, and by the engines to come. */
const DECLARATIONS = ["core/schema.ts", "core/privacy/places.ts"];

/** Files that nothing imports because something outside of the code starts them. */
function entryPoints(): string[] {
  const scripts = [...textOf("package.json").matchAll(/\bnode (?:--\S+ )*([\w./-]+\.ts)/g)].map(
    ([, file = ""]) => file,
  );
  const [, listed = ""] = /QUEUES = \[([^\]]*)\]/.exec(textOf("core/base/queue.ts")) ?? [];
  const queues = [...listed.matchAll(/"([\w-]+)"/g)].map(([, queue]) => `functions/queue/${queue}.ts`);
  const clocks = Object.keys(SCHEDULES).map((clock) => `functions/clock/${clock}.ts`);
  const pages = [...textOf("web/index.html").matchAll(/src="\/(src\/[\w./-]+)"/g)].map(
    ([, file]) => `web/${file}`,
  );
  const deployed = ["sst.config.ts", "functions/preview/stand-ins.ts"].flatMap((file) =>
    [...textOf(file).matchAll(/"(?:\.\/)?(functions\/[\w./-]+?)(?:\.handler|\.ts)"/g)].map(
      ([, entry]) => `${entry}.ts`,
    ),
  );
  return [...scripts, ...queues, ...clocks, ...pages, ...deployed, ...DECLARATIONS];
}

/** Everything that can be reached from some files, by imports and by paths of workers and processes. */
function reachable(from: readonly string[]): Set<string> {
  const known = new Set(SOURCES);
  const seen = new Set<string>();
  const waiting = [...from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !known.has(file)) continue;
    seen.add(file);
    waiting.push(...importsOf(file).flatMap((reference) => reference.file ?? []), ...pathsIn(file, known));
  }
  return seen;
}

test("every queue and every clock has its function, and every script its file", () => {
  expect(entryPoints().filter((file) => !existsSync(file))).toEqual([]);
});

test("every file of the service is reached from an entry point: no leftovers", () => {
  const used = reachable(entryPoints());
  expect(CODE.filter((file) => !used.has(file))).toEqual([]);
});

test("every file of the tests is a test, or is used by one", () => {
  const tests = SOURCES.filter((file) => file.endsWith(".test.ts"));
  const started = [...textOf("vitest.config.ts").matchAll(/"(tests\/[\w./-]+\.ts)"/g)].map(
    ([, file = ""]) => file,
  );
  const used = reachable([...tests, ...started, ...entryPoints()]);
  expect(SOURCES.filter((file) => file.startsWith("tests/") && !used.has(file))).toEqual([]);
});

test("versions are exact, so that a build of tomorrow is the build of today", () => {
  const manifest = JSON.parse(textOf("package.json")) as Record<string, Record<string, string>>;
  const versions = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );
  expect(versions.length).toBeGreaterThan(20);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test("migrations are numbered without a gap and named by what they mean", () => {
  const names = readdirSync("migrations").filter((file) => file.endsWith(".sql"));
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index));
  const drizzleMadeUp = /^\d{4}_[a-z]+_[a-z]+\.sql$/;
  const journal = JSON.parse(textOf("migrations/meta/_journal.json")) as { entries: { tag: string }[] };
  expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(names);
  expect(
    names.filter((name) => drizzleMadeUp.test(name) && /_(man|hulk|thor|venom|wolverine)/.test(name)),
  ).toEqual([]);
});
