/** Closing the account, the page where a closing account lands, and the one of an account that is being erased. */

export const text = {
  lostHeading: "What is erased",
  lostLead: "With every file. Nobody can bring it back afterwards.",
  exportFirst: "Export everything first",
  rows: (count: number, written: string) => `${written} ${count === 1 ? "entry" : "entries"}`,
  keptHeading: "What the law keeps",
  keptLead: "Without your name where that is possible, and for nothing else.",
  keptNothing: "Nothing.",
  keptWhy: "Why:",
  years: (count: number, written: string) => `${written} ${count === 1 ? "year" : "years"}`,
  days: (count: number, written: string) => `${written} ${count === 1 ? "day" : "days"}`,
  hours: (count: number, written: string) => `${written} ${count === 1 ? "hour" : "hours"}`,
  withAccount: "no longer than your account",
  underWay: (count: number, written: string) =>
    count === 1
      ? "1 piece under way is stopped; its credits come back first."
      : `${written} pieces under way are stopped; their credits come back first.`,
  backups: (period: string) =>
    `Backups of the database hold it for ${period} more at most. None is used before the erasure has been done again in it.`,
  sessions: "All your other devices are signed out at once.",
  whenHeading: "When",
  grace: "In 30 days",
  graceText: "You can cancel until then; nothing is lost if you do.",
  now: "Now",
  nowText: "Without the 30 days. This cannot be undone.",
  erasedOn: "Erased on",
  confirmation: "Type your email address to confirm",
  confirmFirst: "Type your address as it is written below the field.",
  credits: (credits: string, euros: string) => `I give up ${credits} (worth ${euros}).`,
  creditsFirst: "Tick the box above to go on: unspent credits end with the account.",
  sendGrace: "Close my account in 30 days",
  sendNow: "Erase my account now",
  back: "Keep my account",
  wait: "Wait for the 30 days",

  stateLead: "It will be erased on",
  stateText:
    "Until then nothing is deleted. Signing in changes nothing of this: only you cancel it, with the button below.",
  asked: "You asked for it on",
  cancel: "Cancel the closing",
  cancelHint: "Your account is then as it was before, with all that is in it.",
  cancelled: "The closing is cancelled. Your account is open again.",
  otherRights: "Your data and your other rights",
  otherRightsHint: "Export everything, withdraw a consent, see what is held.",
  sendNowHint: "Without waiting for that day. You see what is lost, and confirm it, on the next page.",
  signOut: "Sign out",
  startedTitle: "Your account is being erased",
  startedText:
    "The erasure can no longer be cancelled, and you are signed out everywhere. Once it is done, a last mail with the signed certificate comes to your address, as a rule within half an hour; from then on a new account can be opened with it.",
  signedOutTitle: "Erasing an account",
  signedOutText:
    "Nobody is signed in here. If you have just asked for your account to be erased, that goes on by itself, and a last mail with the signed certificate comes to your address once it is done. If not, nothing of yours has changed.",
  toStart: "To the start page",
  notClosing: "Your account is open",
  notClosingText: "It is not being closed.",
  toPanel: "Back to GDPR & my data",
};
export type ClosingText = typeof text;
