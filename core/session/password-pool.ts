/**
 * Worker threads for hashing, where one process serves many: a hash takes 50 ms of a core and 19 MiB, so neither the
 * event loop nor the memory may depend on how many people sign in at once. An idle pool does not keep the process alive.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError } from "../base/error.ts";
import type { Question } from "./argon2.ts";

type Answer = string | boolean;
type Job = { question: Question; resolve: (answer: Answer) => void; reject: (error: unknown) => void };

const THREADS = Math.min(4, availableParallelism());
/** About ten seconds of work for two threads; whoever comes after that is told to come back. */
const MAX_WAITING = 400;

const idle: Worker[] = [];
const waiting: Job[] = [];
let threads = 0;

/** Has a question answered by the next free thread. Throws `unavailable` when too many wait. */
export function askPool(question: Question): Promise<Answer> {
  if (waiting.length >= MAX_WAITING) throw new AppError("unavailable");
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  waiting.push({ question, resolve, reject });
  startNext();
  return promise;
}

function startNext(): void {
  if (waiting.length === 0) return;
  const worker = idle.pop() ?? (threads < THREADS ? startWorker() : undefined);
  const job = worker && waiting.shift();
  if (worker && job) run(worker, job);
}

function startWorker(): Worker {
  threads++;
  return new Worker(new URL("./password-worker.ts", import.meta.url));
}

function run(worker: Worker, { question, resolve, reject }: Job): void {
  const done = (answer: Answer) => {
    worker.off("error", failed);
    worker.unref();
    idle.push(worker);
    resolve(answer);
    startNext();
  };
  const failed = (error: unknown) => {
    worker.off("message", done);
    threads--;
    reject(error);
    startNext();
  };
  worker.once("message", done).once("error", failed);
  worker.ref();
  worker.postMessage(question);
}
