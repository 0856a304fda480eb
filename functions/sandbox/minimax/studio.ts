/**
 * The studio makes what tasks ordered, one after another, from the moment they are accepted. What was not finished
 * when the sandbox stopped is made after the next start. Orders and their pictures are forgotten once made.
 */
import { makeClip } from "./clip.ts";
import { freshId, type Sandbox } from "./context.ts";
import { withoutWords } from "./magic.ts";
import { paint } from "./painting.ts";
import { speakToArchive } from "./speech-archive.ts";
import type { Order, Task } from "./store.ts";
import { endsBadly } from "./timeline.ts";

interface Product {
  bytes: Buffer;
  purpose: string;
  filename: string;
  type: string;
  /** Hours that a download address of it works (D:v-dl, D:ttsasync). */
  hours: number;
}

interface Studio {
  /** Puts a task in the queue. */
  begin: (taskId: string) => void;
  /** Does quick work that a caller waits for, one after another, without waiting for the clips. */
  quick: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Resolves when nothing is in hand any more. */
  idle: () => Promise<void>;
}

/** Opens the studio. */
export function openStudio(sandbox: Omit<Sandbox, "begin" | "quick">): Studio {
  let tasks: Promise<unknown> = Promise.resolve();
  let quickly: Promise<unknown> = Promise.resolve();
  const studio: Sandbox = {
    ...sandbox,
    begin: (taskId) => {
      tasks = tasks.then(() => work(studio, taskId)).catch(() => undefined);
    },
    quick: (work) => {
      const done = quickly.then(() => {
        sandbox.signal.throwIfAborted();
        return work();
      });
      quickly = done.catch(() => undefined);
      return done;
    },
  };
  return {
    begin: studio.begin,
    quick: studio.quick,
    idle: async () => {
      await Promise.all([tasks, quickly]);
    },
  };
}

async function work(sandbox: Sandbox, taskId: string): Promise<void> {
  const task = sandbox.signal.aborted ? undefined : sandbox.store.tasks.get(taskId);
  if (!task?.order || task.readyAt !== null || task.cancelledAt !== null || task.words.stuck) return;
  try {
    const product = endsBadly(task) ? undefined : await make(sandbox, task, task.order);
    if (!sandbox.signal.aborted) await finish(sandbox, taskId, product);
  } catch (error) {
    if (sandbox.signal.aborted) return;
    close(sandbox, taskId, { failure: error instanceof Error ? error.message : "unknown" });
  }
}

async function make(sandbox: Sandbox, task: Task, order: Order): Promise<Product> {
  if (order.kind === "speech") {
    const bytes = await speakToArchive(sandbox, task.id, order.request);
    return { bytes, purpose: "t2a_async", filename: `${task.id}.tar`, type: "application/x-tar", hours: 9 };
  }
  const bytes = await shoot(sandbox, task, order);
  return { bytes, purpose: "video_generation", filename: "output_aigc.mp4", type: "video/mp4", hours: 1 };
}

/** A clip: of the first picture that was sent, or of one painted from the prompt. */
async function shoot(sandbox: Sandbox, task: Task, order: Extract<Order, { kind: "clip" }>): Promise<Buffer> {
  if (!task.clip) throw new Error("a clip without a size");
  const read = async (blob: string | undefined) =>
    blob === undefined ? undefined : await sandbox.store.read(blob);
  const { width, height, seconds } = task.clip;
  const prompt = withoutWords(order.prompt);
  const portrait = await read(order.person);
  const scene = { prompt: prompt.replaceAll(/\[[^\]]*\]/g, " "), seed: task.id, width, height };
  const first = (await read(order.first)) ?? (await paint({ ...scene, ...(portrait ? { portrait } : {}) }));
  const last = await read(order.last);
  const sound = task.api === 2 ? ((await read(order.sound)) ?? ("ambience" as const)) : undefined;
  return await makeClip(
    { prompt, width, height, seconds, first, ...(last ? { last } : {}), ...(sound ? { sound } : {}) },
    sandbox.scratch,
    sandbox.signal,
  );
}

async function finish(sandbox: Sandbox, taskId: string, product: Product | undefined): Promise<void> {
  if (!product) return close(sandbox, taskId, {});
  const blob = await sandbox.store.keep(product.bytes);
  const task = sandbox.store.tasks.get(taskId);
  if (!task || task.cancelledAt !== null) return await sandbox.store.drop(blob);
  const id = task.fileId ?? freshId(sandbox, 18);
  const { purpose, filename, type, hours } = product;
  const common = { id, blob, purpose, filename, type, hours, taskId, trace: null, deletedAt: null };
  sandbox.store.files.put({ ...common, bytes: product.bytes.length, createdAt: sandbox.now() });
  close(sandbox, taskId, { fileId: id });
}

/** Writes down that the work has ended, and forgets what it was made from. */
function close(sandbox: Sandbox, taskId: string, result: Partial<Pick<Task, "fileId" | "failure">>): void {
  const task = sandbox.store.tasks.get(taskId);
  if (!task) return;
  sandbox.store.tasks.put({ ...forgetOrder(sandbox, task), ...result, readyAt: sandbox.now() });
}

/** The task without what was ordered; the pictures that came with it are removed from the disk. */
export function forgetOrder(sandbox: Sandbox, task: Task): Task {
  if (task.order?.kind === "clip") {
    const { first, last, person, sound } = task.order;
    for (const blob of [first, last, person, sound])
      if (blob !== undefined) void sandbox.store.drop(blob).catch(() => undefined);
  }
  return { ...task, order: null };
}
