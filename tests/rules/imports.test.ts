/** Who may import whom. Each rule names the files that break it. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { codeOf, filesUnder, type Import, importsIn, importsOf } from "./source.ts";

type Reference = Import & { from: string };
const CORE = filesUnder("core");
const FUNCTIONS = filesUnder("functions");
const WEB = filesUnder("web/src");
const references = (files: readonly string[]): Reference[] =>
  files.flatMap((from) => importsOf(from).map((reference) => ({ ...reference, from })));
const said = (list: readonly Reference[]) =>
  list.map(({ from, specifier }) => `${from} imports ${specifier}`);
const moduleOf = (file: string) => file.split("/")[1] ?? "";
const isInside =
  (folder: string) =>
  ({ file }: Reference) =>
    file?.startsWith(`${folder}/`) ?? false;

/** What a module shows to other modules besides `<module>.ts`, its tables and its schemas. */
const SHOWN: Record<string, readonly string[]> = {
  account: [
    "address.ts",
    "fence.ts",
    "note-sign-in.ts",
    "processing.ts",
    "prove-password.ts",
    "sign-up.ts",
    "spared.ts",
    "token.ts",
  ],
  audit: ["clock-run.ts", "security-event.ts"],
  consent: ["gate.ts", "notices.ts", "unsubscribe.ts"],
  credit: ["ledger.ts"],
  generation: ["catalogue.ts", "offered-models.ts", "speech-choices.ts", "stop.ts"],
  media: [
    "describe-output.ts",
    "digest.ts",
    "mark.ts",
    "media-refused.ts",
    "media-types.ts",
    "media-view.ts",
    "outputs.ts",
    "provider-image.ts",
    "upload.ts",
  ],
  privacy: [
    "erasure-preview.ts",
    "erasure/erase.ts",
    "export/drop.ts",
    "export/export.ts",
    "inventory.ts",
    "journal/entry.ts",
    "journal/find.ts",
    "journal/journal.ts",
    "map.ts",
    "period.ts",
    "policy/day.ts",
    "policy/seen.ts",
    "policy/versions.ts",
    "pseudonym.ts",
    "purge/belongings.ts",
    "purge/evidence.ts",
    "recipients.ts",
    "remote-item.ts",
    "remote-thing.ts",
    "retention.ts",
    "transfer.ts",
    "transfer-notice.ts",
    "why/count-held.ts",
    "why/summary.ts",
    "words.ts",
  ],
  mail: ["erased.ts"],
  provider: ["download.ts"],
  session: ["attempts.ts", "password.ts", "password-rules.ts", "proof.ts", "throttle.ts"],
};
/** What the pages share with the service besides schemas: it imports nothing that runs only on the server. */
const SHARED_WITH_PAGES = [
  "core/media/media-types.ts",
  "core/base/date-text.ts",
  "core/base/line-breaks.ts",
  "core/base/language-tag.ts",
  "core/base/legal-entity.ts",
  "core/base/money.ts",
];

/** Packages of the deployment and of HTTP, which the domain does not know. */
const OUTER = /^(hono|@hono\/|hono-openapi|aws-lambda|sst|sqs-consumer|@aws-lambda-powertools\/)/;

test("core/base imports nothing of ours from outside of it", () => {
  const outside = references(CORE.filter((file) => moduleOf(file) === "base")).filter(
    (reference) => reference.file && !isInside("core/base")(reference),
  );
  expect(said(outside)).toEqual([]);
});

test("a table imports columns, ids, the data map and other tables; of anything else only types", () => {
  const allowed = (file: string) =>
    ["core/base/columns.ts", "core/base/id.ts", "core/privacy/map.ts"].includes(file) ||
    file.endsWith(".sql.ts");
  const tables = CORE.filter((file) => file.endsWith(".sql.ts"));
  const wrong = references(tables).filter(({ file, specifier, typeOnly }) =>
    file ? !typeOnly && !allowed(file) : !/^drizzle-orm(\/pg-core)?$/.test(specifier),
  );
  expect(said(wrong)).toEqual([]);
});

test("a module uses of another one its main file, its tables, its schemas, and what is shown", () => {
  const foreign = references(CORE).filter(
    ({ from, file }) =>
      file?.startsWith("core/") && moduleOf(from) !== moduleOf(file) && moduleOf(file) !== "base",
  );
  const isOpen = (file: string) =>
    /\.(sql|schema)\.ts$/.test(file) ||
    basename(file) === `${moduleOf(file)}.ts` ||
    file === "core/schema.ts" ||
    file === "core/fences.ts";
  const rest = foreign.filter(({ file = "" }) => !isOpen(file));
  const shown = Object.entries(SHOWN).flatMap(([owner, names]) =>
    names.map((name) => `core/${owner}/${name}`),
  );
  expect(said(rest.filter(({ file = "" }) => !shown.includes(file)))).toEqual([]);
  const used = new Set(rest.map(({ file }) => file));
  expect(shown.filter((file) => !used.has(file))).toEqual([]);
});

test("the privacy engines name no module: they work from the map", () => {
  const engines = CORE.filter((file) => moduleOf(file) === "privacy" && !file.endsWith(".sql.ts"));
  // An engine may tell its person by mail that it is done, ask for the password again, and note both in the security log.
  const known = ["base", "privacy", "outbox", "mail", "session", "audit", "schema.ts", "fences.ts"];
  const wrong = references(engines).filter(
    ({ file, typeOnly }) => file !== undefined && !typeOnly && !known.includes(moduleOf(file)),
  );
  expect(said(wrong)).toEqual([]);
});

test("core knows neither functions nor HTTP nor the cloud's entry points", () => {
  const wrong = references(CORE).filter(
    ({ from, file, specifier }) =>
      (file !== undefined && !file.startsWith("core/")) ||
      (OUTER.test(specifier) &&
        !(specifier === "hono/html" && moduleOf(from) === "mail") &&
        !(specifier === "sst" && from === "core/base/linked-secrets.ts")),
  );
  expect(said(wrong)).toEqual([]);
});

test("functions import core and functions; what is deployed never reaches the host or a stand-in", () => {
  const outside = references(FUNCTIONS).filter(
    ({ file }) => file !== undefined && !/^(core|functions)\//.test(file),
  );
  expect(said(outside)).toEqual([]);
  const deployed = FUNCTIONS.filter((file) => /^functions\/(api|queue|clock)\//.test(file));
  const wrong = references(deployed).filter(
    (reference) => isInside("functions/host")(reference) || isInside("functions/sandbox")(reference),
  );
  expect(said(wrong)).toEqual([]);
});

test("a stand-in is somebody else's service: it knows nothing of core", () => {
  const stands = FUNCTIONS.filter((file) => file.startsWith("functions/sandbox/"));
  expect(said(references(stands).filter(isInside("core")))).toEqual([]);
});

describe("the pages", () => {
  const shared = (file: string) => file.endsWith(".schema.ts") || SHARED_WITH_PAGES.includes(file);

  test("they take types, schemas and the list of media types, and nothing else of ours", () => {
    const ours = references(WEB).filter(({ file }) => file !== undefined && !file.startsWith("web/"));
    const wrong = ours.filter(({ file = "", typeOnly }) => !typeOnly && !shared(file));
    expect(said(wrong)).toEqual([]);
  });

  test("nothing that a browser cannot run comes along with what they take", () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    const follow = (file: string, by: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { specifier, file: next, typeOnly } of importsOf(file)) {
        if (typeOnly) continue;
        if (/^(node:|drizzle-orm|postgres$|@aws-sdk|sharp|hono$|nodemailer)/.test(specifier))
          wrong.push(`${file} imports ${specifier} (reached from ${by})`);
        if (next && /\.tsx?$/.test(next)) follow(next, by);
      }
    };
    for (const file of WEB) follow(file, file);
    expect(wrong).toEqual([]);
  });
});

test("no file passes on what others export, but the one list of tables", () => {
  const all = [...CORE, ...FUNCTIONS, ...WEB];
  const passing = all.filter((file) => /^\s*export\s+(type\s+)?(\*|\{)[^;]*?\sfrom\s/m.test(codeOf(file)));
  expect(passing).toEqual(["core/schema.ts"]);
  expect(all.filter((file) => /\/index\.tsx?$/.test(file))).toEqual(["functions/api/index.ts"]);
});

/** The first way round from a file back to itself, over what really runs; tables may name each other. */
function cycles(files: readonly string[]): string[] {
  const next = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ file: target, typeOnly }) =>
        target && !typeOnly && !target.endsWith(".sql.ts") ? [target] : [],
      ),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" > "));
    if (done.has(file) || path.includes(file)) return;
    for (const target of next.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return found;
}

test("no file of core leads back to itself", () => {
  expect(cycles(CORE)).toEqual([]);
});

test("the reader of imports sees every form of them", () => {
  const code = `import a from "./a.ts";
import { b, type C } from "../b.ts";
import type { D } from "./d.ts";
import { type E, type F } from "./e.ts";
import * as g from "node:fs";
import "reflect-metadata";
export * from "./h.ts";
import {
  long,
  list,
} from "./i.ts";
const late = import("./late.ts");`;
  const seen = importsIn("core/x/y.ts", code).map(({ file, specifier, typeOnly }) => [
    file ?? specifier,
    typeOnly,
  ]);
  expect(seen).toEqual([
    ["core/x/a.ts", false],
    ["core/b.ts", false],
    ["core/x/d.ts", true],
    ["core/x/e.ts", true],
    ["node:fs", false],
    ["core/x/h.ts", false],
    ["core/x/i.ts", false],
    ["reflect-metadata", false],
    ["core/x/late.ts", false],
  ]);
});
