/** The types of `sst.config.ts`, against the components of sst and the providers' own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { installPlatform, PLATFORM, ROOT } from "./platform.ts";

beforeAll(installPlatform, 600_000);

/** What the compiler says of a configuration file beside the platform; empty when it agrees. */
function complaints(file: string): string {
  const dir = mkdtempSync(join(PLATFORM, "types-"));
  const project = join(dir, "tsconfig.json");
  const compilerOptions = {
    target: "esnext",
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
  try {
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", project], { encoding: "utf8" });
    return "";
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Complaints about our file; those about files of the platform are its own. */
const about = (name: string, text: string) => text.split("\n").filter((line) => line.includes(`${name}(`));

test("the configuration has the types of the components it makes", () => {
  expect(about("sst.config.ts", complaints(join(ROOT, "sst.config.ts")))).toEqual([]);
}, 180_000);

test("a wrong type is noticed", () => {
  const file = join(PLATFORM, "wrong.config.ts");
  const run = "run: async () => { new sst.aws.Queue('Wrong', { visibilityTimeout: 5 }); }";
  writeFileSync(
    file,
    `/// <reference path="./config.d.ts" />\nexport default $config({ app: () => ({ name: "x", home: "aws" }), ${run} });\n`,
  );
  try {
    expect(about("wrong.config.ts", complaints(file))).not.toEqual([]);
  } finally {
    rmSync(file);
  }
}, 180_000);
