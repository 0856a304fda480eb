/** Mails as files of one folder, named so that their order is the order of their arrival. */
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AddressObject, type Attachment as ParsedAttachment, simpleParser } from "mailparser";

export type Attachment = { name: string; bytes: number };
export type StoredMail = {
  id: string;
  from: string;
  to: string;
  subject: string;
  /** ISO 8601. */
  date: string;
  text: string;
  html: string | null;
  /** Addresses of pages in the text, in its order. */
  links: string[];
  attachments: Attachment[];
};
export type MailStore = {
  keep(bytes: Uint8Array, id: string): Promise<void>;
  /** Newest first. */
  list(): Promise<StoredMail[]>;
  read(id: string): Promise<StoredMail | undefined>;
  /** What is attached to a mail in that place, counted from 0. */
  readAttachment(id: string, position: number): Promise<{ name: string; content: Buffer } | undefined>;
  clear(): Promise<void>;
};

const SUFFIX = ".eml";
/** What an id looks like; nothing else may become part of a path. */
const ID = /^\d{13}-[0-9a-f-]{36}$/;

const addressText = (address: AddressObject | AddressObject[] | undefined) =>
  [address ?? []]
    .flat()
    .map((one) => one.text)
    .join(", ");

const nameOf = (attachment: ParsedAttachment, position: number) =>
  attachment.filename || `attachment-${position + 1}`;
const parts = (bytes: Buffer) => simpleParser(bytes, { skipImageLinks: true, skipTextLinks: true });

async function parse(id: string, bytes: Buffer): Promise<StoredMail> {
  const mail = await parts(bytes);
  const text = mail.text ?? "";
  return {
    id,
    from: addressText(mail.from),
    to: addressText(mail.to),
    subject: mail.subject ?? "",
    date: new Date(Number(id.slice(0, 13))).toISOString(),
    text,
    html: mail.html || null,
    links: [...new Set(text.match(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g))],
    attachments: mail.attachments.map((each, position) => ({
      name: nameOf(each, position),
      bytes: each.size,
    })),
  };
}

/** The mails in a folder, which must exist. */
export function mailStore(dir: string): MailStore {
  const fileOf = (id: string) => join(dir, `${id}${SUFFIX}`);
  /** Undefined for a mail that is not there, or was deleted while it was being read. */
  const bytesOf = async (id: string) =>
    ID.test(id) ? readFile(fileOf(id)).catch(() => undefined) : undefined;
  const read = async (id: string): Promise<StoredMail | undefined> => {
    const bytes = await bytesOf(id);
    return bytes && parse(id, bytes);
  };
  const ids = async () =>
    (await readdir(dir))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((id) => ID.test(id))
      .sort()
      .reverse();
  return {
    read,
    readAttachment: async (id, position) => {
      const bytes = await bytesOf(id);
      const attachment = bytes && (await parts(bytes)).attachments[position];
      return attachment && { name: nameOf(attachment, position), content: attachment.content };
    },
    keep: async (bytes, id) => {
      // Renamed into place, so that a list never shows half a mail.
      await writeFile(`${fileOf(id)}.part`, bytes);
      await rename(`${fileOf(id)}.part`, fileOf(id));
    },
    list: async () => (await Promise.all((await ids()).map(read))).filter((mail) => mail !== undefined),
    clear: async () => {
      for (const id of await ids()) await rm(fileOf(id), { force: true });
    },
  };
}
