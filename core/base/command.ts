/**
 * The two ways into the domain. A `query` runs on connections that may only read. A `command` runs in a transaction,
 * and is where the read-only restriction of an account (GDPR art. 18) and of one that is being closed (art. 17) is
 * enforced, once, for everything.
 */
import * as v from "valibot";
import { currentActor } from "./actor.ts";
import { reading, transaction } from "./database.ts";
import { AppError, invalidInput } from "./error.ts";

type Schema = v.GenericSchema<unknown, unknown>;
/** In which states of the account a change stays open although others are refused. */
type Open = { whileRestricted?: boolean; whileClosing?: boolean };

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
 * A change, in one transaction. Throws `invalid_input`; `account_restricted` for a restricted account unless
 * `whileRestricted` says that the right behind it must stay open (sign out, change the password, export, close); and
 * `account_closing` for one that is being closed unless `whileClosing` does (cancel that, export, withdraw, sign out). A
 * suspended account keeps the rights of a restricted one; anything else throws `account_suspended`.
 */
export const command =
  <S extends Schema, R>(schema: S, work: (input: v.InferOutput<S>) => Promise<R>, options: Open = {}) =>
  async (input: v.InferInput<S>): Promise<R> => {
    const parsed = parse(schema, input);
    refuseRestricted(options);
    return transaction(() => work(parsed));
  };

/**
 * Work in several steps (look, hash or call outside, write) that cannot be one transaction: the same rules otherwise,
 * and it opens its transactions itself.
 */
export const procedure =
  <S extends Schema, R>(schema: S, work: (input: v.InferOutput<S>) => Promise<R>, options: Open = {}) =>
  async (input: v.InferInput<S>): Promise<R> => {
    const parsed = parse(schema, input);
    refuseRestricted(options);
    return work(parsed);
  };

/** For work in several steps (intent, outside call, result) that cannot be one command: the same rule. */
export function refuseRestricted({ whileRestricted = false, whileClosing = false }: Open = {}): void {
  const actor = currentActor();
  if (actor.type !== "account") return;
  if (actor.closing && !whileClosing) throw new AppError("account_closing");
  if (actor.suspended && !whileRestricted) throw new AppError("account_suspended");
  if (actor.restricted && !whileRestricted) throw new AppError("account_restricted");
}

/** The schema of a query or command that takes nothing. */
export const Nothing = v.strictObject({});
