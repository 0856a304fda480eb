/**
 * A postmaster that outlived the process that started it (SIGKILL) still holds the data directory.
 * It is stopped; one whose parent lives, or a stranger that got the same process id, is never touched.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

type Process = { parent: number; command: string };

/** Stops a left-over postmaster of `data`. Throws when the one that runs belongs to a living process. */
export async function stopLeftover(
  data: string,
  starterFile: string,
  log: (line: string) => void,
): Promise<void> {
  const pid = readPid(join(data, "postmaster.pid"));
  const found = pid === undefined ? undefined : inspect(pid);
  if (pid === undefined || !found?.command.includes(data)) return;
  // Its parent is still the one that started it only if that one is alive: orphans get another parent.
  if (found.parent === readPid(starterFile)) {
    throw new Error(`The database in ${data} is in use by process ${found.parent}.`);
  }
  log(`stopping a left-over postgres, process ${pid}`);
  process.kill(pid, "SIGINT");
  for (let waits = 0; inspect(pid)?.command.includes(data); waits++) {
    if (waits === 100) process.kill(pid, "SIGQUIT");
    if (waits === 200) throw new Error(`The left-over postgres, process ${pid}, does not end.`);
    await sleep(50);
  }
}

function readPid(path: string): number | undefined {
  const pid = existsSync(path) ? Number.parseInt(readFileSync(path, "utf8"), 10) : Number.NaN;
  return pid > 0 ? pid : undefined;
}

function inspect(pid: number): Process | undefined {
  try {
    return process.platform === "linux" ? inspectLinux(pid) : inspectOther(pid);
  } catch {
    return undefined;
  }
}

/** From /proc: slim Linux images have no `ps`. */
function inspectLinux(pid: number): Process {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  return { parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command };
}

function inspectOther(pid: number): Process {
  const line = execFileSync("ps", ["-ww", "-p", String(pid), "-o", "ppid=,args="], { encoding: "utf8" });
  const [, parent, command = ""] = /^\s*(\d+)\s+(.*)/s.exec(line) ?? [];
  return { parent: Number(parent), command };
}
