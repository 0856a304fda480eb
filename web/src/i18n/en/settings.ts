/** The person's own data and security. */

export const text = {
  sections: "Sections of the settings",
  profile: "Profile",
  security: "Security",
  devices: "Devices",
  profileLead: "How we address you, in the pages and in mails.",
  languageHeading: "Language",
  languageLead: "For the pages and for our mails. It takes effect at once.",
  saved: "Saved.",
  since: "Account created on",

  securityLead: "What you sign in with.",
  passwordHeading: "Password",
  passwordLead: "Changing it signs out all your other devices.",
  currentPassword: "Current password",
  passwordSend: "Change the password",
  passwordDone: "The password is changed. Your other devices are signed out.",
  emailHeading: "Email address",
  emailNow: "Your address is",
  emailLead:
    "We send a link to the new address, and tell the old one. Nothing changes until the link is opened, and for 72 hours the old address can undo it.",
  newEmail: "New email address",
  emailSend: "Change the address",
  emailPending: (email: string) =>
    `A link was sent to ${email}. Open it there to confirm. Until then you sign in with your present address.`,
  passwordForEmail: "Your password",

  sessionsLead:
    "Every browser that is signed in to your account. Sign out what you do not know, then change your password.",
  thisDevice: "This device",
  lastSeen: "Last used:",
  signedInOn: "Signed in:",
  address: "IP address:",
  revoke: "Sign out",
  revokeNamed: (device: string) => `Sign out ${device}`,
  revokeTitle: "Sign this device out?",
  revokeText: (device: string) => `${device} will have to sign in again.`,
  revoked: "Signed out.",
  revokeOthers: "Sign out all other devices",
  revokeOthersTitle: "Sign out all other devices?",
  revokeOthersText: "Only this device stays signed in.",
  revokedOthers: "All other devices are signed out.",
  onlyThis: "No other device is signed in.",
};
export type SettingsText = typeof text;
