/** The types of `sst.config.ts`, against the components of sst and the providers' own. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { installPlatform, PLATFORM, ROOT } from "./platform.ts";

const WRONG = `/// <reference path="../config.d.ts" />
export default $config({
  app: () => ({ name: "x", home: "aws" }),
  run: async () => { new sst.aws.Queue("Wrong", { visibilityTimeout: 5 }); },
});
`;

/** What the compiler says of the configuration and, beside the platform, of one with a wrong type: line by line. */
async function compile(): Promise<string[]> {
  const dir = mkdtempSync(join(PLATFORM, "types-"));
  const wrong = join(dir, "wrong.config.ts");
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
  writeFileSync(wrong, WRONG);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [join(ROOT, "sst.config.ts"), wrong] }));
  try {
    const tsc = promisify(execFile)(join(ROOT, "node_modules/.bin/tsc"), ["-p", project]);
    const { stdout } = await tsc.catch((complained: { stdout: string }) => complained);
    return stdout.split("\n");
  } finally {
    rmSync(dir, { recursive: true });
  }
}

let complaints: string[];
beforeAll(async () => {
  installPlatform();
  complaints = await compile();
}, 600_000);

/** Complaints about one file; those about files of the platform are its own. */
const about = (name: string) => complaints.filter((line) => line.includes(`${name}(`));

test("the configuration has the types of the components it makes", () => {
  expect(about("sst.config.ts")).toEqual([]);
});

test("a wrong type is noticed", () => {
  expect(about("wrong.config.ts")).toEqual([expect.stringContaining("error TS2322")]);
});
