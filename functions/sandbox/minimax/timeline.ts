/** The life of a task as a caller sees it: a little waiting, then the real work, then its end. */
import type { Sandbox } from "./context.ts";
import type { Task } from "./store.ts";

export type Stage = "preparing" | "queueing" | "processing" | "done" | "failed" | "cancelled";

/** Seconds after acceptance at which a task stops preparing, leaves the queue, and may be done at the earliest. */
const WAITS = { preparing: 1, queueing: 3, processing: 6 };

/** Where a task stands now. */
export function stageOf(sandbox: Sandbox, task: Task): Stage {
  if (task.cancelledAt !== null) return "cancelled";
  const passed = (wait: number) => sandbox.now() - task.createdAt >= wait * 1000 * sandbox.speed;
  if (!passed(WAITS.preparing)) return "preparing";
  if (!passed(WAITS.queueing)) return "queueing";
  if (!passed(WAITS.processing) || task.words.stuck) return "processing";
  if (endsBadly(task)) return "failed";
  return task.readyAt === null ? "processing" : "done";
}

/** Whether the task fails: by its magic words, or because the work really could not be done. */
export const endsBadly = (task: Task): boolean =>
  Boolean(task.words.fail || task.words["blocked-output"] || task.words["blocked-late"] || task.failure);

/** Why it failed, as a code; 0 when the service says nothing more than "Fail". */
export const failureCode = (task: Task): 0 | 1024 | 1026 | 1027 =>
  task.words["blocked-output"] ? 1027 : task.words["blocked-late"] ? 1026 : task.words.fail ? 0 : 1024;
