/** What goes in and out of sessions. */
import * as v from "valibot";
import { AccountView, Email, Password } from "../account/account.schema.ts";
import { idSchema } from "../base/id.ts";
import { PolicyNews } from "../privacy/policy/policy.schema.ts";

export const SignIn = v.strictObject({ email: Email, password: Password });

/** The password again, before something that a borrowed session must not do. */
export const Proof = v.strictObject({ password: Password });
/** Until when the proof counts. */
export const ProofView = v.object({ until: v.string() });
export type ProofView = v.InferOutput<typeof ProofView>;

/** What a page asks first: who is signed in, and what it must say of this deployment. */
export const SessionState = v.object({
  account: v.nullable(AccountView),
  /** The model provider is the stand-in that ships with the code; pages say so. */
  sandbox: v.boolean(),
  /** Where the local mailbox can be read; null where mails really leave. */
  mailbox: v.nullable(v.string()),
  welcomeCredits: v.number(),
  /** What the account's consents allow now: counting page views, and remembering settings and prompts. */
  counted: v.boolean(),
  remembered: v.boolean(),
  /** A version of the policy that was published since and that the account has not seen; the pages tell of it. */
  policyNews: v.nullable(PolicyNews),
  /** The account may see how the service runs. */
  staff: v.boolean(),
});
export type SessionState = v.InferOutput<typeof SessionState>;

export const SessionView = v.object({
  id: idSchema<"session">(),
  current: v.boolean(),
  /** Browser and system as the user agent names them, for example "Firefox, Linux". */
  device: v.string(),
  ip: v.nullable(v.string()),
  createdAt: v.string(),
  lastSeenAt: v.string(),
  expiresAt: v.string(),
});
export type SessionView = v.InferOutput<typeof SessionView>;
export const SessionViews = v.array(SessionView);
