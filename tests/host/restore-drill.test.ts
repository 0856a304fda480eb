import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const DRILL = join(resolve(import.meta.dirname, "../.."), "functions/host/restore-drill.ts");

// Real processes, started three times: a machine that does other things too may take its time.
test("a backup that is put back brings nothing back: the drill finds every claim to hold", {
  timeout: 300_000,
}, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [DRILL], {
    env: { PATH: process.env.PATH },
  });
  const claims = stdout.split("\n").filter((line) => /^ {2}(ok |NOT) /.test(line));
  expect(claims.filter((line) => line.startsWith("  NOT"))).toEqual([]);
  expect(claims.length).toBeGreaterThanOrEqual(39);
  expect(stdout).toMatch(/(\d+) of \1 hold/);
});
