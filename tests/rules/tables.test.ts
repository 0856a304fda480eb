/** A table is written by the folder that owns it, and by nobody else; reading is free. */
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { codeOf, filesUnder } from "./source.ts";

/** Writes from elsewhere, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  "functions/host/drill/age.ts writes media": "the drill lets time pass, in a database of its own",
  "functions/host/drill/age.ts writes generation": "the same",
};

const FILES = [...filesUnder("core"), ...filesUnder("functions")];
const owners = new Map<string, { folder: string; sqlName: string }>();
for (const file of FILES.filter((name) => name.endsWith(".sql.ts")))
  for (const [, name = "", sqlName = ""] of codeOf(file).matchAll(
    /export const (\w+) = dataMap\(\s*pgTable\(\s*"(\w+)"/g,
  ))
    owners.set(name, { folder: dirname(file), sqlName });

const BUILDER = /\.(insert|update|delete)\(\s*(\w+)\s*\)/g;
const STATEMENT = /\b(insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)\s+"?(\w+)"?/gi;

/** The tables that a text writes, by their names in the code. */
function writesIn(code: string): string[] {
  const built = [...code.matchAll(BUILDER)].map(([, , name = ""]) => name).filter((name) => owners.has(name));
  const spelled = [...code.matchAll(STATEMENT)].flatMap(([, verb = "", name = ""]) =>
    [...owners].filter(([, { sqlName }]) => sqlName === name && isStatement(verb, code)).map(([own]) => own),
  );
  return [...new Set([...built, ...spelled])];
}
/** "update" is also a word of other things: as a statement it has a `set` behind it. */
const isStatement = (verb: string, code: string) => verb.toLowerCase() !== "update" || /\bset\b/i.test(code);

test("every table of the schema is known here", () => {
  const exported = [...codeOf("core/schema.ts").matchAll(/export \{([^}]*)\}/g)].flatMap(([, names = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  );
  expect([...owners.keys()].sort()).toEqual(exported.sort());
});

test("only its own folder writes a table", () => {
  const found = FILES.flatMap((file) =>
    writesIn(codeOf(file))
      .filter((table) => owners.get(table)?.folder !== dirname(file))
      .map((table) => `${file} writes ${table}`),
  );
  expect(found.filter((write) => !(write in EXCEPTIONS))).toEqual([]);
  expect(Object.keys(EXCEPTIONS).filter((write) => !found.includes(write))).toEqual([]);
});

test.each([
  ["db().insert(media).values(row)", ["media"]],
  ["db()\n    .update(account)\n    .set({})", ["account"]],
  ["sql`delete from security_event where true`", ["securityEvent"]],
  ['sql`insert into "credit_entry" values (1)`', ["creditEntry"]],
  ["sql`update media set state = 1`", ["media"]],
  ["map.delete(key); hash.update(media.bytes)", []],
])("a write is recognised: %s", (code, tables) => {
  expect(writesIn(code)).toEqual(tables);
});
