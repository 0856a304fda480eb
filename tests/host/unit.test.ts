/** The unit of systemd: what it starts exists, it waits long enough, and the service is given no more than it needs. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const UNIT = "functions/host/pix2clip.service";
const text = readFileSync(UNIT, "utf8");
const value = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1];

test("the programs that it starts are ours, and there", () => {
  const started = [...text.matchAll(/^ExecStart(?:Pre)?=.*?\/srv\/pix2clip\/(\S+) (\S+) (\w+)$/gm)];
  expect(started.map(([, , , command]) => command)).toEqual(["migrate", "serve"]);
  for (const [, program = "", file = ""] of started)
    expect([existsSync(program), existsSync(file)]).toEqual([true, true]);
});

test("it waits longer than the service takes to stop", () => {
  const [, patience = ""] =
    /PATIENCE_MS = ([\d_]+)/.exec(readFileSync("functions/host/server.ts", "utf8")) ?? [];
  expect(Number(value("TimeoutStopSec")) * 1000).toBeGreaterThan(
    Number(patience.replaceAll("_", "")) + 10_000,
  );
});

test("it starts again whatever happens, and never gives up", () => {
  expect([value("Restart"), value("StartLimitIntervalSec")]).toEqual(["always", "0"]);
});

test("the service does not see what the migration needs", () => {
  const [, secrets = ""] =
    /const \{ ([A-Z_, ]+) \} = \{ \.\.\.process\.env/.exec(readFileSync("functions/migrate.ts", "utf8")) ??
    [];
  expect(secrets).toMatch(/OWNER/);
  for (const secret of secrets.split(", ")) expect(value("ExecStart")).toContain(`-u ${secret} `);
});

/** Not on every machine. */
const ANALYZE = "/usr/bin/systemd-analyze";
test.runIf(existsSync(ANALYZE))("systemd finds nothing wrong with it, and little exposed", () => {
  const verified = execFileSync(
    "sh",
    ["-c", `${ANALYZE} verify --recursive-errors=no ${UNIT} 2>&1 || true`],
    { encoding: "utf8" },
  );
  expect(verified.split("\n").filter((line) => /pix2clip\.service:\d+/.test(line))).toEqual([]);
  const judged = execFileSync(ANALYZE, ["security", "--offline=true", "--threshold=30", UNIT], {
    encoding: "utf8",
  });
  expect(judged).toContain("Overall exposure level");
});
