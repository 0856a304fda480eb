/** Signing up, signing in, confirming, and getting back in. */

export const auth = {
  firstName: "First name",
  lastName: "Last name",
  email: "Email address",
  password: "Password",
  newPassword: "New password",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  hint: {
    empty: (shortest: number) => `At least ${shortest} characters. A few unrelated words work well.`,
    short: (missing: number) => (missing === 1 ? "One more character." : `${missing} more characters.`),
    personal: "Easy to guess from your name or address.",
    repeated: "Easy to guess: it repeats itself or follows the keyboard.",
    fair: "Long enough. Longer is safer.",
    good: "Good.",
    strong: "Strong.",
  },

  signUpTitle: "Create an account",
  signUpLead: "Your name and address serve your account, and nothing else.",
  signUpWelcome: (shown: string) => `${shown} are waiting for you once your address is confirmed.`,
  signUpPolicy: "What becomes of your data, and your rights over it:",
  signUpPolicyLink: "our privacy policy",
  signUpSend: "Create the account",
  haveAccount: "You have an account already?",
  noAccount: "No account yet?",

  checkTitle: "Check your mail",
  checkText: (email: string) =>
    `We have sent a mail to ${email}. Open the link in it to go on. It can take a minute; look in the spam folder too.`,
  checkAgain: "Send the mail again",
  checkSent: "Sent again.",
  checkChange: "Change what I entered",
  mailboxText: "On this computer mails do not leave: they arrive in the local mailbox.",
  mailboxOpen: "Open the local mailbox",

  signInTitle: "Sign in",
  signInSend: "Sign in",
  signInBack: "Sign in to go on where you were.",
  forgotLink: "Forgot your password?",

  confirmBusy: "Confirming your address",
  confirmDone: "Your address is confirmed",
  confirmWelcome: (shown: string) => `Sign in, and your ${shown} are ready to use.`,
  confirmLead: "Sign in to begin.",
  confirmHelp: "Sign in with your address and password: if it is not confirmed yet, you get a new link.",

  linkFailed: "This link could not be used",
  linkBroken: "This link is not complete. Open it again from the mail, or copy all of it.",

  forgotTitle: "Choose a new password",
  forgotLead: "Tell us your address. If there is an account for it, we send a link to choose a new password.",
  forgotSend: "Send the link",
  forgotSentText: (email: string) =>
    `If there is an account for ${email}, a mail with a link is on its way. It can take a minute; look in the spam folder too.`,

  resetTitle: "Choose a new password",
  resetLead: "All devices will be signed out, and you sign in again with the new password.",
  resetSend: "Save the new password",
  resetDone: "Your new password is saved",
  resetDoneLead: "Sign in with it.",
  resetMissing: "This page needs the link from the mail. Ask for a new one if you have lost it.",
  resetAgain: "Ask for a new link",

  emailConfirmBusy: "Confirming your new address",
  emailConfirmDone: "Your new address is confirmed",
  emailConfirmLead: (email: string) => `From now on you sign in with ${email}.`,
  emailUndoTitle: "Undo the change of address?",
  emailUndoLead:
    "Your account goes back to this address, and all devices are signed out. Then choose a new password, in case somebody knows the old one.",
  emailUndoSend: "Undo the change",
  emailUndoDone: "The change is undone",
  emailUndoDoneLead: (email: string) =>
    `Your account is under ${email} again, and all devices are signed out.`,
  emailUndoSpent: "This link no longer works",
  emailUndoSpentLead: (contact: string) =>
    `It was already used, or it is too old. If your account is under this address again, choose a new password. If somebody keeps it from you, write to ${contact}.`,
  toStudio: "To the studio",
  toSecurity: "To your settings",
};
