/**
 * What an operator calls by hand: a command on a machine (functions/command.ts), a function in the cloud (BY_HAND in
 * functions/given.ts). Both are asked in words, `staff grant ada@example.org` being ["grant", "ada@example.org"], and
 * answer in words.
 */
import * as v from "valibot";
import { actAs } from "../../core/base/actor.ts";
import { closeDatabase } from "../../core/base/database.ts";
import { newId } from "../../core/base/id.ts";
import { standing } from "../../core/privacy/journal/standing.ts";
import { Refused } from "../refused.ts";

type Words = readonly string[];
type ByHand = {
  /** Answers a command, and closes the database. Throws `Refused`. */
  command(words: Words): Promise<string>;
  /** Answers a call: a refusal too, for it is no failure that anybody else should hear of. */
  handler(payload: unknown): Promise<string>;
};

/** Work that is done for words of one form, as the task of a name. */
export function byHand<S extends v.GenericSchema<unknown, Words>>(
  name: string,
  asked: S,
  usage: string,
  work: (words: v.InferOutput<S>) => Promise<string>,
): ByHand {
  const answer = async (payload: unknown) => {
    const words = v.safeParse(asked, payload);
    if (!words.success) throw new Refused(`Usage: ${usage}`);
    const facts = { requestId: newId<"request">(), locale: "en" } as const;
    return actAs({ type: "task", name }, () => work(words.output), facts);
  };
  return {
    command: async (words) => {
      try {
        return await answer(words);
      } finally {
        await closeDatabase();
      }
    },
    // Who calls without a payload is heard to say {}.
    handler: (payload) => answer(isEmpty(payload) ? [] : payload).catch(inWords),
  };
}

const isEmpty = (payload: unknown): boolean => v.is(v.strictObject({}), payload);

function inWords(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}

/** Work on a restored backup waits until it was told what came later (core/privacy/journal). */
export async function refuseUntilReplayed(): Promise<void> {
  if ((await standing()) !== "current")
    throw new Refused("The database is not where its journal is: replay it first.");
}
