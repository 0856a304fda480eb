/** Who is signed in, and what this deployment has to say of itself (sandbox, local mailbox). */
import { endSession, readSession, type SessionState } from "./api.ts";
import { whenAccountChanged, whenSignedOut } from "./http.ts";
import { store } from "./store.ts";

export type Session = SessionState & {
  /** The API could not be reached: nobody knows who is signed in. */
  unknown: boolean;
  /** The person has just signed out here: nobody asks them to sign in again. */
  left: boolean;
};

const NOBODY: Session = {
  account: null,
  sandbox: false,
  mailbox: null,
  welcomeCredits: 0,
  counted: false,
  remembered: false,
  policyNews: null,
  staff: false,
  unknown: false,
  left: false,
};
export const session = store<Session>(NOBODY);

/** Hook: processing of the data of whoever is signed in is restricted, so that nothing can be made or changed. */
export const useRestricted = (): boolean => session.use().account?.restricted ?? false;

/** Whose drafts and lists are in memory. */
let owner: string | undefined;
const forgetters: (() => void)[] = [];

/** Registers what must be forgotten before another person uses this page. */
export const onForget = (forget: () => void): void => {
  forgetters.push(forget);
};

function forgetAll(): void {
  owner = undefined;
  for (const forget of forgetters) forget();
}

/** Takes over an answer that says who is signed in. */
export function enterSession(state: SessionState): void {
  const id = state.account?.id;
  if (id && owner && id !== owner) forgetAll();
  owner = id ?? owner;
  session.set({ ...state, unknown: false, left: false });
}

/** Asks who is signed in. Never throws: without an answer the session is `unknown`. */
export async function loadSession(): Promise<Session> {
  try {
    enterSession(await readSession());
  } catch {
    session.set({ ...session.get(), unknown: true });
  }
  return session.get();
}

/** Forgets whoever was signed in here, whose account is gone. */
export function forgetSession(): void {
  forgetAll();
  session.set({ ...session.get(), account: null, left: true });
}

/** Signs out here and on the server. Throws when the server could not be told. */
export async function leaveSession(): Promise<void> {
  await endSession();
  forgetSession();
}

/** The account after a change of its own. */
export const updateAccount = (account: SessionState["account"]): void =>
  session.set({ ...session.get(), account });

// What was typed stays in memory: the same person may sign in again and go on.
whenSignedOut(() => session.set({ ...session.get(), account: null }));

// Another tab, or another device, has closed or restricted the account.
whenAccountChanged(() => void loadSession());
