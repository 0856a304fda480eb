/** The component library of sst, unpacked once into `.sst/platform`: what `sst.config.ts` is evaluated and checked with. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");
export const PLATFORM = join(ROOT, ".sst/platform");
/** The deploying tool asks for a Pulumi of this version before it unpacks; unpacking itself needs none. */
const PULUMI_VERSION = "v3.215.0";
const INSTALL_MS = 540_000;

/** Unpacks it unless it is there already. Takes half a minute the first time, and the registry of packages. */
export function installPlatform(): void {
  if (existsSync(join(PLATFORM, "node_modules/@pulumiverse/scaleway"))) return;
  const home = mkdtempSync(join(tmpdir(), "pix2clip-sst-"));
  try {
    const tools = join(home, "config/sst/bin");
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, "pulumi"), `#!/bin/sh\necho ${PULUMI_VERSION}\n`, { mode: 0o755 });
    const environment = {
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      NO_BUN: "true",
      DO_NOT_TRACK: "1",
    };
    const done = spawnSync(join(ROOT, "node_modules/.bin/sst"), ["install", "--stage", "production"], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      encoding: "utf8",
      timeout: INSTALL_MS,
    });
    if (done.status !== 0) throw new Error(`sst install failed:\n${done.stdout}${done.stderr}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
