/** What a page asks first: who is signed in, and what it has to say of this deployment. */

import type { AccountView } from "../account/account.schema.ts";
import { viewAccount } from "../account/account.ts";
import { currentActor } from "../base/actor.ts";
import { Nothing, query } from "../base/command.ts";
import { config, localMailbox, usesSandbox } from "../base/config.ts";
import type { ConsentPurpose } from "../consent/consent.schema.ts";
import { isAllowed } from "../consent/gate.ts";
import { unseenPolicy } from "../privacy/policy/seen.ts";
import { isStaff } from "../staff/staff.ts";
import type { SessionState } from "./session.schema.ts";

/** The state of a session around an account that is known already; null where nobody is signed in. */
export async function sessionStateOf(account: AccountView | null): Promise<SessionState> {
  const allows = async (purpose: ConsentPurpose) => account !== null && isAllowed(account.id, purpose);
  const [counted, remembered, policyNews, staff] = await Promise.all([
    allows("analytics"),
    allows("personalization"),
    account && unseenPolicy(account.id, new Date(account.createdAt)),
    account !== null && isStaff(account.id),
  ]);
  return {
    account,
    sandbox: usesSandbox,
    mailbox: localMailbox,
    welcomeCredits: config.WELCOME_CREDITS,
    counted,
    remembered,
    policyNews,
    staff,
  };
}

/** The state of the present session. */
export const readSessionState = query(Nothing, async (): Promise<SessionState> => {
  const actor = currentActor();
  return sessionStateOf(actor.type === "account" ? await viewAccount(actor.accountId) : null);
});
