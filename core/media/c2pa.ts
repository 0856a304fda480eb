/**
 * Signing and reading C2PA manifests, in a worker thread: hashing would block the event loop, and the library's memory
 * never shrinks. One file at a time; the worker is replaced once it has handled a lot. An idle one does not keep the
 * process alive.
 */
import { Worker } from "node:worker_threads";
import type { Answer, Mark, Question } from "./c2pa-worker.ts";
import { TOOL, TRAINED_ALGORITHMIC_MEDIA } from "./xmp.ts";

/** `certificates`: PEM, leaf first, without the root. `privateKey`: PEM, PKCS#8, P-256. */
export type Signer = { certificates: string; privateKey: string };

/** After a file of 50 MB the worker keeps about 300 MB. */
const BYTES_PER_WORKER = 64_000_000;

/** All that a manifest of ours says. A manifest without this action is refused by the library. */
const MANIFEST = {
  claim_version: 2,
  claim_generator_info: [{ name: TOOL }],
  assertions: [
    {
      label: "c2pa.actions.v2",
      created: true, // otherwise it counts as gathered from others, not as the signer's own word
      data: { actions: [{ action: "c2pa.created", digitalSourceType: TRAINED_ALGORITHMIC_MEDIA }] },
    },
  ],
};

let worker: Worker | undefined;
let handledBytes = 0;
let queue: Promise<unknown> = Promise.resolve();

/** The file with a manifest that says "created by a model". Any manifest already inside is replaced. */
export async function signManifest(
  bytes: Uint8Array,
  contentType: string,
  signer: Signer,
): Promise<Uint8Array> {
  const manifest = JSON.stringify({ ...MANIFEST, format: contentType });
  const answer = await inTurn({ kind: "sign", bytes, contentType, manifest, ...signer });
  if (answer.kind !== "signed") throw unexpected(answer);
  return answer.bytes;
}

/** What the newest manifest in a file says, or undefined without one. */
export async function readManifest(bytes: Uint8Array, contentType: string): Promise<Mark | undefined> {
  const answer = await inTurn({ kind: "read", bytes, contentType });
  if (answer.kind !== "read") throw unexpected(answer);
  return answer.mark;
}

const unexpected = (answer: Answer) =>
  new Error(answer.kind === "failed" ? `C2PA: ${answer.reason}` : "C2PA: answer to another question");

function inTurn(question: Question): Promise<Answer> {
  const turn = queue.then(() => ask(question));
  queue = turn.catch(() => undefined);
  return turn;
}

async function ask(question: Question): Promise<Answer> {
  const asked = worker ?? new Worker(new URL("./c2pa-worker.ts", import.meta.url));
  worker = asked;
  asked.ref();
  try {
    return await answerOf(asked, question);
  } catch (error) {
    handledBytes = Number.POSITIVE_INFINITY; // a broken worker is not asked again
    throw error;
  } finally {
    handledBytes += question.bytes.byteLength;
    if (handledBytes > BYTES_PER_WORKER) {
      worker = undefined;
      handledBytes = 0;
      await asked.terminate();
    } else asked.unref();
  }
}

function answerOf(asked: Worker, question: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const stopped = (code: number) => reject(new Error(`C2PA worker stopped with ${code}`));
  asked.once("message", resolve).once("error", reject).once("exit", stopped);
  // A copy of its own to give away: a view would drag the whole buffer behind it into the worker.
  const bytes = Uint8Array.from(question.bytes);
  asked.postMessage({ ...question, bytes }, [bytes.buffer]);
  return promise.finally(() => asked.off("message", resolve).off("error", reject).off("exit", stopped));
}
