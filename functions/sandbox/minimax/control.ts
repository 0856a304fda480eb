/** What tests may ask of the sandbox itself: what was paid, what arrived, and trouble for paths without a prompt. */
import type { Hono } from "hono";
import * as v from "valibot";
import { readBody } from "./admission.ts";
import { type Env, freshId, type Sandbox } from "./context.ts";
import { baseResp, Refusal } from "./error.ts";
import { isWord, magicWords, type Word } from "./magic.ts";

const FaultOrder = v.strictObject({
  word: v.pipe(v.string(), v.check(isWord, "no magic word")),
  /** Part of the path that is to fail. */
  path: v.pipe(v.string(), v.startsWith("/")),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** Seconds, for `slow`. */
  amount: v.optional(v.pipe(v.number(), v.minValue(0))),
});

/** Mounts the endpoints under /sandbox. They need no key and cost nothing. */
export function mountControl(app: Hono<Env>, sandbox: Sandbox): void {
  app.get("/sandbox/paid", (c) =>
    c.json(
      sandbox.store.tasks.all().map(({ id, endpoint, prompt, createdAt }) => {
        return { id, endpoint, prompt, at: new Date(createdAt).toISOString() };
      }),
    ),
  );
  app.get("/sandbox/seen", (c) => c.json(sandbox.seen));
  app.get("/sandbox/inputs", (c) =>
    c.json([
      ...sandbox.store.tasks.all().flatMap((task) => task.inputs),
      ...sandbox.store.files.all().flatMap((file) => file.trace ?? []),
    ]),
  );
  app.get("/sandbox/files", (c) =>
    c.json(
      sandbox.store.files
        .all()
        .map(({ id, purpose, deletedAt }) => ({ id, purpose, deleted: deletedAt !== null })),
    ),
  );
  app.post("/sandbox/faults", async (c) => {
    const { body } = await readBody(c, FaultOrder).catch((error: unknown) => {
      throw error instanceof Refusal ? error : new Refusal(1000);
    });
    const word = body.word as Word;
    const id = freshId(sandbox, 15);
    const amount = body.amount ?? magicWords[word].amount;
    sandbox.store.faults.put({ id, path: body.path, word, amount, left: body.times });
    return c.json({ base_resp: baseResp() });
  });
}
