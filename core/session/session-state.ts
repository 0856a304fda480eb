/** What a page asks first: who is signed in, and what it has to say of this deployment. */

import type { AccountView } from "../account/account.schema.ts";
import { viewAccount } from "../account/account.ts";
import { currentActor } from "../base/actor.ts";
import { Nothing, query } from "../base/command.ts";
import { config, localMailbox, usesSandbox } from "../base/config.ts";
import type { SessionState } from "./session.schema.ts";

/** The state of a session around an account that is known already; null where nobody is signed in. */
export const sessionStateOf = (account: AccountView | null): SessionState => ({
  account,
  sandbox: usesSandbox,
  mailbox: localMailbox,
  welcomeCredits: config.WELCOME_CREDITS,
});

/** The state of the present session. */
export const readSessionState = query(Nothing, async (): Promise<SessionState> => {
  const actor = currentActor();
  return sessionStateOf(actor.type === "account" ? await viewAccount(actor.accountId) : null);
});
