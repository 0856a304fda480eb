/** The exceptions that the walk over all routes knows, each visible here and nowhere else. */

/** Routes that anybody may call. A route is for signed-in accounts unless it is named here. */
export const PUBLIC = [
  "account.confirmEmail",
  "account.signUp",
  "account.undoEmail",
  "account.verify",
  "docs.page",
  "docs.style",
  "erasureCertificates.key",
  "health.alive",
  "health.ready",
  "legal.cookies",
  "legal.notice",
  "legal.policy",
  "legal.policyVersion",
  "legal.style",
  "legal.subprocessors",
  "legal.terms",
  "models.list",
  "openapi.read",
  "passwordReset.confirm",
  "passwordReset.request",
  "policy.current",
  "policy.version",
  "session.read",
  "session.signIn",
  "unsubscribe.leave",
  "unsubscribe.page",
];

/** Routes for staff alone; none of them returns anything of a person (tests/api/staff.test.ts). */
export const FOR_STAFF = ["staff.operations"];

/** Writes that stay open while processing is restricted (GDPR art. 18), each with its reason. */
export const OPEN_WHILE_RESTRICTED: Record<string, string> = {
  "account.change": "the right to have one's names put right (art. 16)",
  "account.changeEmail": "the same",
  "account.changePassword": "keeps the account safe",
  "closing.ask": "erasure is a right in every state, and wins",
  "closing.cancel": "takes that back",
  "directive.revoke": "withdraws a consent",
  "restriction.announceLift": "the way out",
  "restriction.lift": "the way out",
  "restriction.set": "the choice of what the purge does meanwhile",
  "restriction.withdrawLift": "stays restricted",
  "session.signOut": "ends access",
  "sessions.revoke": "ends access",
  "sessions.revokeOthers": "ends access",
  "quotes.make": "writes nothing: it only says a price",
  "exports.delete": "deletes a copy that one has asked for",
  "exports.request": "access and portability are rights in every state (art. 15 and 20)",
  "session.prove": "gives the password for one of these rights",
  "privacy.policySeen": "being told of the policy is a right in every state (art. 13)",
};

/** Writes that stay open while the account is being closed (art. 17), each with its reason. */
export const OPEN_WHILE_CLOSING: Record<string, string> = {
  "closing.ask": "erase now instead of in 30 days",
  "closing.cancel": "the way back",
  "directive.revoke": "withdraws a consent",
  "restriction.announceLift": "lifting is a right in every state",
  "restriction.lift": "lifting is a right in every state",
  "restriction.withdrawLift": "stays restricted",
  "session.signOut": "ends access",
  "sessions.revoke": "ends access",
  "sessions.revokeOthers": "ends access",
  "quotes.make": "writes nothing: it only says a price",
  "exports.delete": "deletes a copy that one has asked for",
  "exports.request": "access and portability are rights in every state (art. 15 and 20)",
  "session.prove": "gives the password for one of these rights",
  "privacy.policySeen": "being told of the policy is a right in every state (art. 13)",
};

/** Writes that ask for no token of a page, each with its reason. They lie outside of /api, where all are asked for one. */
export const WITHOUT_PAGE: Record<string, string> = {
  "unsubscribe.leave": "a mail program sends it (RFC 8058): the signature in the link is the proof",
};
