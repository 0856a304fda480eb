/**
 * The way in: the key, the group id, the body's shape, and the trouble that magic words or ordered faults make before
 * any work is accepted. What passes is remembered as a task: a paid piece of work.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { MiddlewareHandler } from "hono";
import * as v from "valibot";
import { type Call, type Env, freshId, type Sandbox, type Seen, sha256 } from "./context.ts";
import { type Code, Refusal, wrong } from "./error.ts";
import { parseExactly } from "./int64.ts";
import { codeOf, readWords, type Word, type Words } from "./magic.ts";
import type { Task } from "./store.ts";

/** Thrown to end a request without a proper answer: the connection closes, or a proxy's page comes. */
export class Interruption extends Error {
  override name = "Interruption";
  readonly manner: "drop" | "html";
  constructor(manner: "drop" | "html") {
    super(manner);
    this.manner = manner;
  }
}

/** Makes the trouble that was ordered for a path. */
export const openGate =
  (sandbox: Sandbox): MiddlewareHandler<Env> =>
  async (c, next) => {
    c.set("words", {});
    const fault = sandbox.store.faults.all().find((f) => f.left > 0 && c.req.path.includes(f.path));
    if (fault) {
      sandbox.store.faults.put({ ...fault, left: fault.left - 1 });
      c.set("words", { [fault.word]: fault.amount });
      await obstruct(c, sandbox, fault.word, fault.amount);
    }
    await next();
  };

/** Checks the key (1004) and the group id: absent is right, empty is 1008, anything but digits is 1004. */
export const checkKey =
  (sandbox: Sandbox): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${sandbox.apiKey}`) throw new Refusal(1004);
    const group = c.req.query("GroupId");
    if (group === "") throw new Refusal(1008);
    if (group !== undefined && !/^\d+$/.test(group)) throw new Refusal(1004, "token not match group");
    note(sandbox, c);
    await next();
  };

const SEEN_AT_MOST = 500;

/** Notes the names of a request's headers; those of its fields follow when its body is read. */
function note(sandbox: Sandbox, c: Call): void {
  const { method, path } = c.req;
  const seen: Seen = { method, path, headers: Object.keys(c.req.header()).sort(), fields: [] };
  c.set("seen", seen);
  sandbox.seen.push(seen);
  if (sandbox.seen.length > SEEN_AT_MOST) sandbox.seen.shift();
}

async function obstruct(c: Call, sandbox: Sandbox, word: Word, amount: number): Promise<void> {
  if (word === "slow")
    await delay((amount || sandbox.slowSeconds) * 1000, undefined, { signal: c.req.raw.signal }).catch(
      () => undefined,
    );
  if (word === "drop-before") throw new Interruption("drop");
  if (word === "bad-gateway") throw new Interruption("html");
  const code = codeOf(word);
  if (code !== undefined) throw new Refusal(code);
}

/** True for the first `amount` times that a word meets the same key; the next time it is false and starts anew. */
export function due(sandbox: Sandbox, word: Word, amount: number, key: string): boolean {
  const name = `${word} ${key}`;
  if (sandbox.store.count(name) <= amount) return true;
  sandbox.store.forget(name);
  return false;
}

/** The magic words of a request's texts and ordered faults, after those that keep it out have had their turn. */
export async function admit(c: Call, sandbox: Sandbox, ...texts: (string | undefined)[]): Promise<Words> {
  const words = readWords(...texts);
  const key = sha256([c.req.path, ...texts].join("\n"));
  for (const [word, amount] of Object.entries(words) as [Word, number][]) {
    const kept = codeOf(word) !== undefined || word === "drop-before" || word === "bad-gateway";
    if (word === "slow" || (kept && due(sandbox, word, amount, key)))
      await obstruct(c, sandbox, word, amount);
  }
  return { ...words, ...c.get("words") };
}

/** Parses the JSON body by `schema` (2013 when it does not fit); answers it with the digest of its text. */
export async function readBody<Schema extends v.GenericSchema>(
  c: Call,
  schema: Schema,
): Promise<{ body: v.InferOutput<Schema>; digest: string }> {
  if (!c.req.header("content-type")?.startsWith("application/json"))
    throw wrong("content-type must be application/json");
  const text = await c.req.text();
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch {
    throw wrong("body is not JSON");
  }
  const seen = c.get("seen");
  if (seen && typeof value === "object" && value !== null) seen.fields = Object.keys(value).sort();
  const result = v.safeParse(schema, value);
  if (result.success) return { body: result.output, digest: sha256(text) };
  const [issue] = result.issues;
  throw wrong(`${v.getDotPath(issue) ?? "body"}: ${issue.message}`);
}

/** Remembers an accepted, paid piece of work. */
export function accept(
  sandbox: Sandbox,
  task: Pick<Task, "endpoint" | "kind" | "api" | "model" | "prompt" | "digest" | "words"> & Partial<Task>,
): Task {
  const accepted: Task = {
    id: freshId(sandbox, 15),
    createdAt: sandbox.now(),
    order: null,
    readyAt: null,
    failure: null,
    fileId: null,
    inputs: [],
    cancelledAt: null,
    deletedAt: null,
    dropped: task.words.drop !== undefined,
    ...task,
  };
  sandbox.store.tasks.put(accepted);
  return accepted;
}

/** Hangs up when the word `drop` was said: the work is on, its caller never hears of it. */
export function answerUnlessDropped(task: Task): void {
  if (task.dropped) throw new Interruption("drop");
}

/** What the words about results mean for work that is done at once: 1027, or 1000 for `fail`. */
export function checkOutcome(words: Words): void {
  const code: Code | undefined = words["blocked-output"]
    ? 1027
    : words["blocked-late"]
      ? 1026
      : words.fail
        ? 1000
        : undefined;
  if (code !== undefined) throw new Refusal(code);
}
