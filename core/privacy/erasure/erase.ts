/** The erasure of an account (GDPR art. 17): its beginning, and the steps that follow. */
import type { Id } from "../../base/id.ts";
import type { Reason } from "./reason.ts";

/**
 * Begins an erasure that nobody can take back: the account is `erasing`, its sessions and its work end, and a message
 * leaves for the rest. Joins the open transaction. `silently`: no certificate by mail. False when there is no such account,
 * or it is being erased already.
 */
export function beginErasure(
  _accountId: Id<"account">,
  _how: { reason: Reason; silently?: boolean },
): Promise<boolean> {
  return Promise.reject(new Error("not built yet"));
}

/**
 * Does every step that is left. `waiting` when a processor has not answered yet, or a step has failed and will be tried
 * again; `done` also when there is no such erasure.
 */
export function runErasure(_accountId: Id<"account">): Promise<"done" | "waiting"> {
  return Promise.reject(new Error("not built yet"));
}

/** The same, for the message of an erasure. */
export function resumeErasure(_id: Id<"erasure">): Promise<"done" | "waiting"> {
  return Promise.reject(new Error("not built yet"));
}
