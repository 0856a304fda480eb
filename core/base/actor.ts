/**
 * Who is acting. Set once per request or message and carried by AsyncLocalStorage: domain functions never receive
 * "whose account" as an argument, so a route cannot pass somebody else's.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "./error.ts";
import type { Id } from "./id.ts";
import type { Locale } from "./locale.ts";

export type Actor =
  | {
      type: "account";
      accountId: Id<"account">;
      sessionId: Id<"session">;
      /** Processing is restricted (GDPR art. 18): commands are refused but for an allow-list. */
      restricted: boolean;
      /** The account is suspended: the same commands are refused, so that every right stays open. */
      suspended: boolean;
      /** The account is being closed, or erased already: commands are refused but for a shorter list. */
      closing: boolean;
    }
  | { type: "task"; name: string }
  | { type: "nobody" };

/** What is known of the request being served; tasks have neither address nor agent. */
export type RequestFacts = { requestId: string; ip?: string; userAgent?: string; locale: Locale };

type Scope = { actor: Actor; request: RequestFacts };
const scopes = new AsyncLocalStorage<Scope>();
const NOBODY: Scope = { actor: { type: "nobody" }, request: { requestId: "none", locale: "en" } };

/** Runs `work` on behalf of `actor`; without facts those of the surrounding scope stay. */
export const actAs = <T>(actor: Actor, work: () => T, request: RequestFacts = requestFacts()): T =>
  scopes.run({ actor, request }, work);

/** The current actor; `nobody` outside of any scope. */
export const currentActor = (): Actor => (scopes.getStore() ?? NOBODY).actor;

/** The facts of the current request. */
export const requestFacts = (): RequestFacts => (scopes.getStore() ?? NOBODY).request;

/** The signed-in account. Throws `unauthenticated` when there is none. */
export function me(): Id<"account"> {
  const actor = currentActor();
  if (actor.type !== "account") throw new AppError("unauthenticated");
  return actor.accountId;
}

/** The current session. Throws `unauthenticated` when there is none. */
export function mySession(): Id<"session"> {
  const actor = currentActor();
  if (actor.type !== "account") throw new AppError("unauthenticated");
  return actor.sessionId;
}
