/** What stands around every page, and words that many pages share. */

export const error = {
  network: "The service could not be reached. Nothing was lost: try again in a moment.",
  offline: "You are offline. Nothing was lost: try again when you are back.",
  unexpected: "Something unexpected happened on this page. Nothing was lost on our side: try again.",
};

export const shell = {
  about: "About this service",
  skip: "Skip to the content",
  home: "Pix2Clip, start page",
  mainNavigation: "Main",
  messages: "Messages",
  studio: "Studio",
  library: "Library",
  credits: "Credits",
  settings: "Settings",
  security: "Password and address",
  sessions: "Signed-in devices",
  privacy: "GDPR & my data",
  staff: "How the service runs",
  account: "Your account",
  signIn: "Sign in",
  signUp: "Create an account",
  signOut: "Sign out",
  signedOut: "You are signed out.",
  language: "Language",
  sandbox:
    "Practice mode: pictures, clips and voices come from a stand-in on this computer, not from the AI provider.",
  mailbox: "Local mailbox",
  offline: "You are offline. What you typed stays here.",
  restricted:
    "Processing of your data is restricted at your request: you can look at everything, but make nothing new.",
  lift: "Lift the restriction",
  closing: "Your account is being closed. It will be erased on",
  cancelClosing: "Cancel the closing",
  policyChanges: (day: string) => `Our privacy policy changes on ${day}.`,
  policyChanged: (day: string) => `Our privacy policy has changed; the new version has applied since ${day}.`,
  readPolicy: "Read the new version",
  putAway: "Close this line",
  controller: "Pix2Clip is a service of",
  legalPages: "Legal pages",
  contact: "Write to us:",

  cancel: "Cancel",
  close: "Close",
  retry: "Try again",
  reload: "Reload the page",
  save: "Save",
  more: "Show more",
  creditCount: (count: number, shown: string) => (count === 1 ? `${shown} credit` : `${shown} credits`),

  notFoundTitle: "There is nothing at this address",
  notFoundText: "The link may be old, or a letter is missing. Nothing of yours is lost.",
  toStart: "To the start page",
  brokenTitle: "This page could not be shown",
  brokenText:
    "Something went wrong while it was being drawn, or its file could not be loaded. Your work on our side is safe.",
  unreachableTitle: "The service could not be reached",
  unreachableText: "We could not find out whether you are signed in. Check your connection and try again.",
};
