/** A copy of everything. */

export const exports = {
  title: "Export everything",
  lead: "A ZIP file with all that is held about you, readable by people and by programs, and with every file that you uploaded or made (GDPR art. 15 and 20). What is left out is listed in it, each with the reason.",
  ask: "Prepare my export",
  askAgain: "Prepare a new export",
  asked: "We prepare it and write to you when it is ready. You can leave this page.",
  requestedOn: "Export of",
  waiting: "Waiting for its turn",
  planning: "Listing what is held",
  building: (part: string, parts: string) => `Part ${part} of ${parts} is being written`,
  waitingForStorage:
    "Waiting for storage, which takes no files at the moment. It goes on by itself, and nothing is lost.",
  progress: "Progress of the export",
  progressBytes: (done: string, total: string) => `${done} of ${total}`,
  failed: "This export could not be finished. Ask for a new one; nothing of your data is lost.",
  expired: "Deleted after its seven days",
  part: (part: string, parts: string) => `Part ${part} of ${parts}`,
  whole: "The whole export",
  download: "Download",
  downloadNamed: (name: string) => `Download ${name}`,
  keptUntil: "It can be downloaded until",
  remove: "Delete this export",
  removeTitle: "Delete this export?",
  removeText: "Only the copy is deleted; your data stays. You can ask for a new export at any time.",
  removed: "The export is deleted.",
  none: "There is no export at the moment.",
  passwordTitle: "Your password, please",
  passwordText:
    "So that nobody who finds this page open can take your data or close your account. It then counts for ten minutes.",
  password: "Password",
  passwordSend: "Continue",
};
