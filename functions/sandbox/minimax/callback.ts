/**
 * Pushes of state changes to the caller's URL. The URL is asked first to repeat a challenge within 3 seconds; when it
 * does not, nothing is ever pushed, without an error. There is no signature and no second attempt (D:v-t2v).
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "./context.ts";
import type { Task } from "./store.ts";

const ANSWER_WITHIN_MILLISECONDS = 3000;
const LOOK_EVERY_MILLISECONDS = 200;

/** How a version of the API tells of a task. `final`: no other state can follow. */
export type Teller = (task: Task) => { status: string; final: boolean; body: unknown };

/** Tells the URL that the task came with of each change of its state, until the last one. Failures are its loss. */
export function startCallback(sandbox: Sandbox, taskId: string, tell: Teller): void {
  const url = sandbox.store.tasks.get(taskId)?.callback?.url;
  if (url !== undefined) void report(sandbox, taskId, url, tell).catch(() => undefined);
}

async function report(sandbox: Sandbox, taskId: string, url: string, tell: Teller): Promise<void> {
  if (!(await repeatsChallenge(sandbox, url))) return;
  for (let final = false; !final; ) {
    const task = sandbox.store.tasks.get(taskId);
    if (!task?.callback) return;
    const news = tell(task);
    final = news.final;
    if (task.callback.told !== news.status) {
      await post(sandbox, url, news.body).catch(() => undefined);
      const fresh = sandbox.store.tasks.get(taskId) ?? task;
      sandbox.store.tasks.put({ ...fresh, callback: { url, told: news.status } });
    }
    await delay(LOOK_EVERY_MILLISECONDS, undefined, { signal: sandbox.signal, ref: false });
  }
}

async function repeatsChallenge(sandbox: Sandbox, url: string): Promise<boolean> {
  const word = randomUUID();
  const answer = await post(sandbox, url, { challenge: word }).catch(() => undefined);
  const body: unknown = answer?.status === 200 ? await answer.json() : undefined;
  return typeof body === "object" && body !== null && "challenge" in body && body.challenge === word;
}

const post = (sandbox: Sandbox, url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.any([sandbox.signal, AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS)]),
    redirect: "error",
  });
