/** What a page asks first: who is signed in, and what it has to say of this deployment. */

import type { AccountView } from "../account/account.schema.ts";
import type { account } from "../account/account.sql.ts";
import { viewAccount } from "../account/account.ts";
import { currentActor } from "../base/actor.ts";
import { Nothing, query } from "../base/command.ts";
import { config, localMailbox, usesSandbox } from "../base/config.ts";
import type { ConsentPurpose } from "../consent/consent.schema.ts";
import { isAllowed } from "../consent/gate.ts";
import { unseenPolicy } from "../privacy/policy/seen.ts";
import { isStaff } from "../staff/staff.ts";
import type { SessionState } from "./session.schema.ts";

type Who = Pick<typeof account.$inferSelect, "id" | "createdAt">;

/** What the pages ask beside the account itself, all at once. */
async function besides(who: Who | null) {
  const allows = async (purpose: ConsentPurpose) => who !== null && isAllowed(who.id, purpose);
  const [counted, remembered, policyNews, staff] = await Promise.all([
    allows("analytics"),
    allows("personalization"),
    who && unseenPolicy(who.id, who.createdAt),
    who !== null && isStaff(who.id),
  ]);
  return { counted, remembered, policyNews, staff };
}

const stateOf = (account: AccountView | null, rest: Awaited<ReturnType<typeof besides>>): SessionState => ({
  account,
  sandbox: usesSandbox,
  mailbox: localMailbox,
  welcomeCredits: config.WELCOME_CREDITS,
  ...rest,
});

/** The state of a session that begins, of an account whose row is known: everything at once. */
export async function openingState(who: Who): Promise<SessionState> {
  const [view, rest] = await Promise.all([viewAccount(who.id), besides(who)]);
  return stateOf(view, rest);
}

/** The state of the present session. */
export const readSessionState = query(Nothing, async (): Promise<SessionState> => {
  const actor = currentActor();
  const view = actor.type === "account" ? await viewAccount(actor.accountId) : null;
  return stateOf(view, await besides(view && { id: view.id, createdAt: new Date(view.createdAt) }));
});
