/** What each mail says in English. Complete by type; `{instant}` is filled in when the letter is written. */
import { RETENTION } from "../privacy/retention.ts";
import type { Words } from "./letter.ts";
import type { MailTemplate } from "./mail.sql.ts";

const LINK_HOURS = RETENTION.mailToken.days * 24;
const YEARS = RETENTION.account.years;
const UNDO_HOURS = RETENTION.emailUndo.hours;

export const WORDS_EN: Record<MailTemplate, Words> = {
  verify_email: {
    subject: "Confirm your address",
    paragraphs: [
      "Somebody signed up at Pix2Clip with this address on {instant}. If it was you, confirm that the address is yours to begin.",
    ],
    label: "Confirm the address",
    notes: [
      `The link works once, for ${LINK_HOURS} hours.`,
      "If you did not sign up then, do not follow the link: it would confirm somebody else’s password. An account that is not confirmed is deleted.",
    ],
  },
  already_registered: {
    subject: "You already have an account",
    paragraphs: [
      "Somebody has just tried to use this address at Pix2Clip. It already belongs to your account, so nothing was changed.",
      "If it was you, sign in. If you have forgotten the password, the sign-in page helps you to choose a new one.",
    ],
    label: "Sign in",
    notes: ["If it was not you, there is nothing to do. Nobody was told that you have an account."],
  },
  reset_password: {
    subject: "Choose a new password",
    paragraphs: ["A new password was asked for, for your account at Pix2Clip."],
    label: "Choose a new password",
    notes: [
      "The link works once, for one hour. Afterwards you are signed out everywhere.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
  },
  password_changed: {
    subject: "Your password was changed",
    paragraphs: [
      "The password of your account at Pix2Clip has just been changed, and all other devices were signed out.",
      "If it was you, there is nothing to do. If it was not, choose a new password at once.",
    ],
    label: "Choose a new password",
    notes: [],
  },
  confirm_new_email: {
    subject: "Confirm your new address",
    paragraphs: [
      "This address was named as the new address of an account at Pix2Clip. It takes effect when you confirm it.",
    ],
    label: "Confirm the new address",
    notes: [
      `The link works once, for ${LINK_HOURS} hours.`,
      "If it was not you, do nothing: no address is changed.",
    ],
  },
  email_change_notice: {
    subject: "Your address was changed",
    paragraphs: [
      "Your account at Pix2Clip now uses another address than this one.",
      "If it was you, there is nothing to do. If it was not, take it back: the account returns to this address and every device is signed out.",
    ],
    label: "Take the change back",
    notes: [`The link works once, for ${UNDO_HOURS} hours.`],
  },
  email_change_undone: {
    subject: "Your address is yours again: choose a new password",
    paragraphs: [
      "You have taken back the change of address of your account at Pix2Clip, and every device was signed out.",
      "Whoever changed it knew your password, so it no longer works. Choose a new one now.",
    ],
    label: "Choose a new password",
    notes: ["The link works once, for one hour. Later you can ask for another one on the sign-in page."],
  },
  processing_restricted: {
    subject: "Processing of your data is restricted",
    paragraphs: [
      "As you asked, your account at Pix2Clip is now read-only: what you have stays stored, and nothing is made, counted or advertised with it.",
      "Work that waited was cancelled and its credits were given back. You can lift the restriction at any time.",
    ],
    label: "See the restriction",
    notes: ["If it was not you, sign in and choose a new password."],
  },
  lift_announced: {
    subject: "Processing of your data is about to resume",
    paragraphs: [
      "You have asked to lift the restriction of processing for your account at Pix2Clip. Nothing has changed yet: processing resumes only when you confirm it in your settings.",
      "The announcement holds until {instant}. Without your confirmation the restriction stays.",
    ],
    label: "Confirm or stay restricted",
    notes: ["If it was not you, confirm nothing and choose a new password."],
  },
  closing_asked: {
    subject: "Your account will be erased",
    paragraphs: [
      "As you asked, your account at Pix2Clip is closed. It will be erased on {instant}, with everything that the law does not have us keep.",
      "Until then you can cancel that: sign in, and the page that you land on lets you keep your account. Signing in alone changes nothing.",
    ],
    label: "See or cancel the closing",
    notes: ["If it was not you, sign in, cancel it, and choose a new password."],
  },
  closing_cancelled: {
    subject: "Your account stays open",
    paragraphs: [
      "You have cancelled the closing of your account at Pix2Clip. Everything is as it was, but other devices have to sign in again.",
    ],
    label: "See your settings",
    notes: ["If it was not you, choose a new password."],
  },
  being_erased: {
    subject: "The account with this address is being erased",
    paragraphs: [
      "Somebody has just tried to use this address at Pix2Clip. The account that it belongs to is being erased at this moment, so nothing was changed.",
      "Once it is gone you get a last mail with the certificate. From then on a new account can be opened with this address.",
    ],
    label: "Open a new account then",
    notes: ["If that was not you, there is nothing to do."],
  },
  export_ready: {
    subject: "Your data is ready",
    paragraphs: [
      "The copy of your data at Pix2Clip that you asked for is ready. You find it in your settings, where you give your password once more to download it.",
    ],
    label: "Go to the download",
    notes: [
      `It stands ready for ${RETENTION.exports.days} days and is then deleted.`,
      "If it was not you who asked for it, delete it there and choose a new password.",
    ],
  },
  idle_notice: {
    subject: "Your account will be erased unless you sign in",
    paragraphs: [
      `Nobody has signed in to your account at Pix2Clip for almost ${YEARS} years. As our privacy policy says, it will be erased on {instant}, with everything that the law does not have us keep.`,
      "To keep it, sign in once before then: nothing else is needed. To take your data with you, sign in and ask for a copy in your settings.",
      "You have {credits}, worth {value}. What is not spent ends with the account.",
    ],
    label: "Sign in and keep the account",
    notes: ["If you do not need it any more, there is nothing to do."],
  },
  idle_kept: {
    subject: "Your account has been idle for a long time",
    paragraphs: [
      `Nobody has signed in to your account at Pix2Clip for almost ${YEARS} years, and accounts that nobody uses are erased. Yours would be on {instant}.`,
      "You have restricted the processing of your data and asked to keep everything meanwhile, so it stays until you lift the restriction or close the account. Both are done in your settings.",
      "You have {credits}, worth {value}.",
    ],
    label: "Sign in",
    notes: ["If you want it to stay as it is, there is nothing to do."],
  },
  whats_new: {
    subject: "What is new at Pix2Clip",
    paragraphs: [
      "Your data is now in your own hands, on one page: see what is held about you and why, take all of it with you as an archive, restrict its processing, or close the account.",
      "You also decide there whether the studio may remember your settings and your last prompts, and offer them to you again.",
    ],
    label: "Look at the page",
    notes: [],
  },
  policy_changed: {
    subject: "Our privacy policy changes on {day}",
    paragraphs: [
      "A new version of the privacy policy of Pix2Clip applies from {day}. What changes:",
      "{changes}",
      "Until then the present version applies. There is nothing that you have to do. If you do not agree, you can object, restrict processing or close your account at any time in your settings.",
    ],
    label: "Read the new version",
    notes: [],
    byLaw: true,
  },
};
