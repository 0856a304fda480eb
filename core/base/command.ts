/**
 * The two ways into the domain. A `query` runs on connections that may only read. A `command` runs in a transaction,
 * and is where the read-only restriction of an account (GDPR art. 18) is enforced, once, for everything.
 */
import * as v from "valibot";
import { currentActor } from "./actor.ts";
import { reading, transaction } from "./database.ts";
import { AppError, invalidInput } from "./error.ts";

type Schema = v.GenericSchema<unknown, unknown>;

function parse<S extends Schema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (!result.success) throw invalidInput(result.issues);
  return result.output;
}

/** A read. Throws `invalid_input` when the input does not fit. */
export const query =
  <S extends Schema, R>(schema: S, work: (input: v.InferOutput<S>) => Promise<R>) =>
  async (input: v.InferInput<S>): Promise<R> => {
    const parsed = parse(schema, input);
    return reading(() => work(parsed));
  };

/**
 * A change, in one transaction. Throws `invalid_input`, or `account_restricted` for a restricted account unless
 * `whileRestricted` says that the right behind it must stay open (sign out, change the password, export, close).
 */
export const command =
  <S extends Schema, R>(
    schema: S,
    work: (input: v.InferOutput<S>) => Promise<R>,
    options: { whileRestricted?: boolean } = {},
  ) =>
  async (input: v.InferInput<S>): Promise<R> => {
    const parsed = parse(schema, input);
    refuseRestricted(options.whileRestricted ?? false);
    return transaction(() => work(parsed));
  };

/**
 * Work in several steps (look, hash or call outside, write) that cannot be one transaction: the same rules otherwise,
 * and it opens its transactions itself.
 */
export const procedure =
  <S extends Schema, R>(
    schema: S,
    work: (input: v.InferOutput<S>) => Promise<R>,
    options: { whileRestricted?: boolean } = {},
  ) =>
  async (input: v.InferInput<S>): Promise<R> => {
    const parsed = parse(schema, input);
    refuseRestricted(options.whileRestricted ?? false);
    return work(parsed);
  };

/** For work in several steps (intent, outside call, result) that cannot be one command: the same rule. */
export function refuseRestricted(whileRestricted = false): void {
  const actor = currentActor();
  if (actor.type === "account" && actor.restricted && !whileRestricted)
    throw new AppError("account_restricted");
}

/** The schema of a query or command that takes nothing. */
export const Nothing = v.strictObject({});
