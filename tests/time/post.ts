/** The mailboxes of everybody in the time machine: a mail server in this process, which notes when a mail came by the set clock. */
import type { AddressInfo } from "node:net";
import { type AddressObject, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { now } from "../../core/base/clock.ts";
import type { MailTemplate } from "../../core/mail/mail.sql.ts";
import { WORDS_EN } from "../../core/mail/words-en.ts";
import { WORDS_FR } from "../../core/mail/words-fr.ts";

/** A letter of the service, or the last mail to somebody whose account is gone (core/mail/erased.ts). */
export type LetterName = MailTemplate | "certificate";

export type Mail = {
  at: Date;
  to: string;
  /** Which letter it is, told by its subject. */
  letter: LetterName;
  text: string;
  links: string[];
};

/** Every mail that came, oldest first. */
export const mails: Mail[] = [];

/** A subject with its numbers and dates left open. */
const patternOf = (subject: string) =>
  new RegExp(`^${subject.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, ".*")}$`);
const LAST_SUBJECTS = ["Your account has been erased", "Votre compte a été effacé"];
const SUBJECTS: { letter: LetterName; subject: RegExp }[] = [WORDS_EN, WORDS_FR].flatMap((words) =>
  (Object.keys(words) as MailTemplate[]).map((letter) => ({
    letter,
    subject: patternOf(words[letter].subject),
  })),
);

function letterOf(subject: string): LetterName {
  if (LAST_SUBJECTS.includes(subject)) return "certificate";
  const found = SUBJECTS.find((known) => known.subject.test(subject));
  if (!found) throw new Error(`a mail that no letter explains: ${subject}`);
  return found.letter;
}

const addressOf = (to: AddressObject | AddressObject[] | undefined) =>
  [to ?? []].flat()[0]?.value[0]?.address ?? "";

async function keep(bytes: Buffer): Promise<void> {
  const mail = await simpleParser(bytes, { skipImageLinks: true, skipTextLinks: true });
  const text = mail.text ?? "";
  mails.push({
    at: now(),
    to: addressOf(mail.to),
    letter: letterOf(mail.subject ?? ""),
    text,
    links: [...new Set(text.match(/https?:\/\/[^\s<>"]+/g))],
  });
}

/** Starts the server. Returns its URL. */
export async function startPost(): Promise<string> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => keep(Buffer.concat(chunks)).then(() => done(), done));
    },
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  server.server.unref();
  return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

/** The newest mail of a kind to an address. Throws when none has come. */
export function newestMail(to: string, letter: LetterName): Mail {
  const found = mails.findLast((mail) => mail.to === to && mail.letter === letter);
  if (!found) throw new Error(`no mail ${letter} has come`);
  return found;
}

/** The token of the link in a mail. */
export function tokenIn(mail: Mail): string {
  const token = mail.links.map((link) => new URL(link).searchParams.get("token")).find((each) => each);
  if (!token) throw new Error(`no link in the mail ${mail.letter}`);
  return token;
}
