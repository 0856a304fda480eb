/** What the panel says of closing the account. */

export const closing = {
  title: "Close my account",
  lead: "Everything about you is erased, but for what the law makes us keep (GDPR art. 17).",
  short:
    "You choose between 30 days in which you can change your mind, and now. You see beforehand what is lost and what the law keeps.",
  open: "See what closing means",
  stateTitle: "Your account is being closed",
  rightsMeanwhile:
    "Your account is being closed. You can look at everything, export it, withdraw consents, lift a restriction and revoke directives. To correct data, restrict processing or give directives, cancel the closing first: all of it is going to be erased.",
  cancelFirst: "Cancel the closing first.",
};
