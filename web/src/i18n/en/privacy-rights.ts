/** What is held and why, consents, restriction, directives, transfers, correction, and where to complain. */
import type { DirectiveCategory, DirectiveChoice } from "../../../../core/directive/directive.schema.ts";

const categories: Record<DirectiveCategory, string> = {
  creations: "What I uploaded and made",
  account: "My account",
  creditHistory: "The history of my credits",
};
const choices: Record<DirectiveChoice, string> = {
  keep: "Keep",
  erase: "Erase",
  hand_over: "Hand over",
};

export const rights = {
  title: "GDPR & my data",
  lead: "All your rights, here and at once. Nobody has to be asked.",
  contents: "On this page",
  back: "GDPR & my data",
  entries: (count: number, written: string) => `${written} ${count === 1 ? "entry" : "entries"}`,
  receipt: "Receipt",

  held: {
    title: "What is held, and why",
    lead: "Read from the software itself, so that it cannot say anything but what happens.",
    open: "See why, who receives it, and until when",
    category: "Kind of data",
    count: "Entries",
    pageTitle: "What is held, and why",
    why: "Why",
    basis: "Legal basis",
    who: "Who else receives it",
    nobody: "Nobody",
    outside: "outside the European Union",
    until: "Kept",
    ends: "Ends on",
    endsBetween: "Ends between",
    and: "and",
    erasure: "When you close your account",
    exported: "In your export",
    yes: "Yes",
    no: (reason: string) => `No: ${reason}`,
    change: "To change or end it:",
    nothing: "Nothing at the moment.",
  },

  consents: {
    title: "Consents",
    lead: "All are off until you switch them on. Nothing else depends on them, and a change counts from your next step.",
    on: "On",
    off: "Off",
    since: "since",
    paused: "Nothing is done with it at the moment, because your account is restricted or being closed.",
    outdated: "The text has changed since you agreed, so your consent no longer counts. Read it again.",
    givenOn: "Given on",
    given: "Given",
    withdrawn: "Withdrawn",
    methods: { toggle: "here", unsubscribe: "by the link in a mail", banner: "in the banner" },
    history: "History and receipts",
    noHistory: "You have not chosen anything yet.",
    saved: "Saved. It counts from now on.",
    remembered: "What is remembered",
    rememberedNothing: "Nothing yet.",
    forget: (prompt: string) => `Forget “${prompt}”`,
    settingsFor: { image: "Settings for images", clip: "Settings for clips", speech: "Settings for speech" },
  },

  restriction: {
    title: "Restrict processing",
    lead: "Your data stays where it is, and nothing is done with it until you say so (GDPR art. 18).",
    effects: [
      "You can look at everything, but upload, make and delete nothing.",
      "What waits in line is cancelled and refunded. What the provider is already making is sealed until you lift the restriction.",
      "Mails about news, page counts and remembered settings stop, whatever your consents say.",
      "You can still correct your names and address, export, withdraw consents, close the account and sign out.",
    ],
    purge: "Content ends one year after it was made. While processing is restricted:",
    purgeChoices: { keep: "Keep it until I lift the restriction", as_usual: "Delete it as usual" },
    start: "Restrict processing",
    startTitle: "Restrict processing now?",
    startText:
      "It takes effect at once, on all your devices. To lift it later you announce it first, then confirm.",
    started: "Processing is restricted.",
    since: "Processing has been restricted since",
    purgeSaved: "Saved.",
    announce: "Lift the restriction",
    announceHint:
      "First step of two: the law wants you told before it is lifted. Nothing changes until you confirm.",
    announceDone: "Announced. Nothing changes until you confirm.",
    announced: "Lifting is announced. Confirm it here before",
    sealed: (count: number, written: string, credits: string) =>
      count === 1
        ? `1 piece came or is coming meanwhile. Keeping it costs ${credits}; discarding it costs nothing.`
        : `${written} pieces came or are coming meanwhile. Keeping them costs ${credits}; discarding them costs nothing.`,
    sealedChoice: "What becomes of it",
    sealedChoices: { keep: "Keep and pay", discard: "Discard, pay nothing" },
    lift: "Confirm: lift it now",
    stay: "Stay restricted",
    lifted: "The restriction is lifted.",
    stayed: "The restriction stays.",
  },

  directives: {
    title: "After my death",
    lead: "Decide what becomes of your data: keep, erase or hand over (art. 85 of the French data protection act).",
    none: "Nothing is decided yet.",
    some: "Directives have been in force since",
    open: "Give or change directives",
    categories,
    choices,
    executor: "Who carries it out",
    executorHint: "Optional, unless something is to be handed over.",
    name: "First and last name",
    email: "Email address",
    consentHeading: "What you agree to",
    consent: "I have read this and agree.",
    consentFirst: "Tick the box above to save.",
    choicesFirst: "Choose for each of the three.",
    executorFirst: "Name the person to whom it is to be handed over.",
    save: "Save my directives",
    saved: "Your directives are saved. The receipt is below.",
    revoke: "Revoke my directives",
    revokeTitle: "Revoke your directives?",
    revokeText: "Nothing is decided any more. You can give new ones at any time.",
    revoked: "Your directives are revoked.",
    versions: "Versions and receipts",
    given: (version: string) => `Version ${version}, given on`,
    ended: (version: string) => `Version ${version}, revoked on`,
  },

  transfers: {
    title: "Transfers to China",
    lead: "The models run at MiniMax in China, a country without an adequacy decision. Each call is written down: what left, when, and when the copy there was deleted.",
    /** Instead of the lead, where the models are the stand-in. */
    leadStandIn:
      "The real models run at MiniMax in China, a country without an adequacy decision. This copy works with a stand-in for them, and nothing goes there. Each call to it is written down all the same.",
    open: "See every transfer",
    total: (calls: number, written: string, bytes: string) =>
      `${written} ${calls === 1 ? "call" : "calls"}, ${bytes} sent in all`,
    calls: (calls: number, written: string) => `${written} ${calls === 1 ? "call" : "calls"} so far`,
    none: "Nothing has been sent.",
    safeguards: "What protects it",
    staysInside:
      "This copy of the service works with a stand-in that ships with it: nothing is sent outside the European Union.",
    measures: [
      "Only what the work needs leaves: your text, and the files that you chose, cleaned of hidden data. No name, address, account number or IP address.",
      "The copy there is deleted as soon as your work has come back.",
      "All the same, Chinese authorities can demand access to what is there. Leave sensitive data out of what you write and upload.",
    ],
    notice: "What you are told first",
    noticeRead: "You confirmed that you had read this on",
    noticeUnread: "You are asked to read this before your next work leaves.",
    suspended: "Nothing is sent at the moment:",
    left: (count: number, written: string) =>
      `${written} ${count === 1 ? "copy is" : "copies are"} still there and being deleted`,
    noneLeft: "No copy is left there",
    on: "On",
    period: "From",
    to: "to",
    list: "Every call",
    what: "What was sent:",
    ground: "Legal ground:",
    digest: "Fingerprint (SHA‑256):",
    for: "Made for this piece",
    copyDeleted: "Copy there deleted on",
    copyPending: "Copy there: deletion is under way",
    copyThere: "Copy there: until the work has come back",
    emptyText: "As soon as you make something, each call to the provider is listed here.",
  },

  correct: {
    title: "Correct my data",
    lead: "What you can change yourself (GDPR art. 16):",
    profile: "Names and language",
    address: "Email address and password",
    rest: "For anything else write to",
  },

  object: {
    title: "Object to processing",
    lead: "At any time, for reasons of your own situation, where we rely on our legitimate interest (GDPR art. 21). What rests on a consent ends with the consent, above.",
    write: "Write an objection",
    subject: "Objection (GDPR art. 21)",
    body: (processing: string) =>
      `I object to this processing: ${processing}.\n\nReasons of my own situation:\n`,
    answer: "We answer within one month.",
    meanwhile: "Until then you can have processing restricted, here and at once:",
  },

  complain: {
    title: "Questions and complaints",
    contact: "Questions, or a right that cannot be used here:",
    answer: "We answer within one month, or within three where it is complex; then we say so in the first.",
    authority: "If we do not settle it, you can complain to the supervisory authority:",
    policy: "Privacy policy",
  },
};
