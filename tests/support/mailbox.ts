/** What has been mailed, read from the mailbox that the service's real sender delivered to. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { handler } from "../../functions/queue/mail.ts";
import { mailStore, type StoredMail } from "../../functions/sandbox/mailbox/store.ts";
import { drain } from "./drain.ts";

const dir = inject("mailboxDir");
const store = mailStore(dir);

/** Sends what waits, and gives the mails to an address, newest first. Other tests' mails are not looked at. */
export async function mailsTo(address: string): Promise<StoredMail[]> {
  await drain({ mail: handler });
  const mine: StoredMail[] = [];
  for (const name of await filesWith(address)) {
    const mail = await store.read(name.slice(0, -".eml".length));
    if (mail?.to.includes(address)) mine.push(mail);
  }
  return mine;
}

/** The newest mail to an address as it was sent, its folded lines joined: for headers. */
export async function mailSource(address: string): Promise<string> {
  const [name] = await filesWith(address);
  if (!name) throw new Error("no mail to this address");
  return (await readFile(join(dir, name), "utf8")).replace(/\r\n[ \t]/g, " ");
}

async function filesWith(address: string): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(".eml"));
  const found: string[] = [];
  for (const name of names.sort().reverse())
    if ((await readFile(join(dir, name))).includes(address)) found.push(name);
  return found;
}

/** The token in a mail's link to a page of ours. */
export function linkIn(mail: StoredMail, page: string): string | undefined {
  const link = mail.links.map((text) => new URL(text)).find((url) => url.pathname === page);
  return link?.searchParams.get("token") ?? undefined;
}
