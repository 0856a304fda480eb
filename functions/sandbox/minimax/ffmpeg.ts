/** ffmpeg as a tool: where it is, and how a program is run. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { delimiter, join } from "node:path";

let found: string | undefined;

/** The binary: FFMPEG_PATH, else the one on PATH, else the one npm brought (which lacks the right to run). */
async function findFfmpeg(): Promise<string> {
  if (found !== undefined) return found;
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "ffmpeg"));
  found = [process.env.FFMPEG_PATH ?? "", ...onPath].find((path) => path !== "" && existsSync(path));
  if (found === undefined) {
    // Only now: on a system for which it has no binary the package throws when it is loaded.
    const { default: installed } = await import("@ffmpeg-installer/ffmpeg");
    chmodSync(installed.path, 0o755);
    found = installed.path;
  }
  return found;
}

/**
 * Runs ffmpeg with `input` on its standard input and answers its standard output. Files are named by their full path.
 * Throws with ffmpeg's own words, or when `signal` ends it.
 */
export const ffmpeg = async (args: string[], input?: Uint8Array, signal?: AbortSignal): Promise<Buffer> =>
  await spawnTool(await findFfmpeg(), ["-v", "error", "-nostdin", "-y", ...args], input, signal);

/** Gives `work` a new folder under `scratch` and removes it afterwards. */
export async function inFolder<Result>(
  scratch: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(scratch, "work-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a program to its end. Throws when it does not end with 0. */
export function spawnTool(
  path: string,
  args: string[],
  input?: Uint8Array,
  signal?: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ["pipe", "pipe", "pipe"], ...(signal ? { signal } : {}) });
    if (child.pid !== undefined) lowerPriority(child.pid);
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.stdin.on("error", () => undefined); // a tool that has read enough closes its input: not an error
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else
        reject(new Error(`${path} ended with ${code}: ${Buffer.concat(complaints).toString().slice(-500)}`));
    });
    child.stdin.end(input);
  });
}

/** Rendering gives way to the service that runs beside it. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The tool has ended already, or the system does not let us: it is a courtesy, not a need.
  }
}
