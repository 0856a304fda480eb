/**
 * `npm run policy`: writes the draft of the policy anew, as the code says it today. `npm run policy -- publish
 * 2027-02-01`: publishes that draft, to apply from that day; its texts and their digests are then held for good.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { dayInFrance } from "../../core/privacy/policy/day.ts";
import { PolicyDocument } from "../../core/privacy/policy/policy.schema.ts";
import { PublishError, publish } from "../../core/privacy/policy/publish.ts";
import { Versions } from "../../core/privacy/policy/versions.schema.ts";

const FOLDER = resolve(import.meta.dirname, "../../core/privacy/policy");
const WRITE_DRAFT = ["run", "--project", "service", "tests/privacy/policy.test.ts", "-t", "draft", "-u"];

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const write = (path: string, value: unknown) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** Publishes the draft in a folder of that shape. Throws {@link PublishError}. */
export function publishIn(folder: string, effectiveOn: string, today: string): string[] {
  const list = join(folder, "versions.json");
  const before = v.parse(Versions, read(list));
  const ofDraft = readdirSync(join(folder, "versions")).filter((name) =>
    name.startsWith(`${before.draft?.version}.`),
  );
  const texts = Object.fromEntries(
    ofDraft.map((name) => [
      name.replace(/\.json$/, ""),
      v.parse(PolicyDocument, read(join(folder, "versions", name))),
    ]),
  );
  const after = publish(before, texts, { today, effectiveOn });
  for (const [name, text] of Object.entries(after.texts))
    write(join(folder, "versions", `${name}.json`), text);
  write(list, after.versions);
  return Object.keys(after.texts);
}

function main([verb, day]: string[]): void {
  if (verb === undefined) {
    process.exitCode = spawnSync("vitest", WRITE_DRAFT, { stdio: "inherit" }).status ?? 1;
    return;
  }
  if (verb !== "publish" || day === undefined) throw new PublishError("npm run policy -- publish 2027-02-01");
  const names = publishIn(FOLDER, day, dayInFrance(new Date()));
  console.log(`Published, to apply from ${day}: ${names.join(", ")}`);
}

if (import.meta.main) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
