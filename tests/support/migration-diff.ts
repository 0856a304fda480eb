/**
 * Holds the migrations against the tables in the code: generating again must yield nothing. Works on a copy, so that a
 * difference leaves the folder as it was.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const copy = mkdtempSync(join(tmpdir(), "migrations-"));
try {
  cpSync("migrations", copy, { recursive: true });
  const before = readdirSync(copy).length;
  const generated = spawnSync(
    "drizzle-kit",
    [
      "generate",
      "--dialect",
      "postgresql",
      "--schema",
      "core/schema.ts",
      "--casing",
      "snake_case",
      "--out",
      relative(".", copy),
    ],
    { encoding: "utf8", shell: process.platform === "win32" },
  );
  if (generated.status !== 0) throw new Error(`drizzle-kit failed:\n${generated.stdout}${generated.stderr}`);
  if (readdirSync(copy).length !== before) {
    console.error(
      "The tables have changed and no migration says so. Run: npm run db:generate -- --name <meaning>",
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
