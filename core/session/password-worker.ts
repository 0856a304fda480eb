/** The worker thread behind password-pool.ts: one question, one answer. */
import { parentPort } from "node:worker_threads";
import { answer, type Question } from "./argon2.ts";

parentPort?.on("message", async (question: Question) => {
  parentPort?.postMessage(await answer(question));
});
