/** Getting into the service: as people do, through the pages and the mailbox, or past the pages. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Visitor } from "./visitor.ts";

export const PASSWORD = "seven sleepy herons at dusk";
export const newAddress = () => `${randomBytes(6).toString("hex")}@example.org`;

type Mail = { id: string; to: string; subject: string; text: string; links: string[] };
const MAIL_PATIENCE_MS = 15_000;

/** The newest mail to an address, once it is there; `after` leaves out one that was read before. */
export async function mailTo(visitor: Visitor, address: string, after?: Mail): Promise<Mail> {
  const end = Date.now() + MAIL_PATIENCE_MS;
  for (;;) {
    const answer = await visitor.context.request.get("/sandbox/mail/messages");
    const mails: Mail[] = await answer.json();
    const mail = mails.find((each) => each.to.includes(address));
    if (mail && mail.id !== after?.id) return mail;
    if (Date.now() > end) throw new Error(`no mail to ${address} within ${MAIL_PATIENCE_MS} ms`);
    await sleep(200);
  }
}

/** Fills in the form of a new account and sends it. */
export async function askForAccount({ page, text, open }: Visitor, email: string): Promise<void> {
  await open("/sign-up");
  await page.getByLabel(text.auth.firstName, { exact: true }).fill("Ana");
  await page.getByLabel(text.auth.lastName, { exact: true }).fill("Durand");
  await page.getByLabel(text.auth.email, { exact: true }).fill(email);
  await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: text.auth.signUpSend }).click();
  await page.getByRole("heading", { name: text.auth.checkTitle }).waitFor();
}

/** Signs in on the form that the page shows, and waits for the studio. */
export async function signInHere({ page, text }: Visitor, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel(text.auth.email, { exact: true }).fill(email);
  await page.getByLabel(text.auth.password, { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: text.auth.signInSend }).click();
  await page.getByRole("heading", { level: 1, name: text.studio.title }).waitFor();
}

/** A new account, confirmed through the mailbox and signed in, in the studio. Returns its address. */
export async function signUp(visitor: Visitor): Promise<string> {
  const email = newAddress();
  await askForAccount(visitor, email);
  const [link = ""] = (await mailTo(visitor, email)).links;
  await visitor.page.goto(link);
  await visitor.page.getByRole("heading", { name: visitor.text.auth.confirmDone }).waitFor();
  await signInHere(visitor, email);
  return email;
}

/** The same by requests alone, for journeys that are about something else. */
export async function newAccount(visitor: Visitor): Promise<string> {
  const email = newAddress();
  const person = { firstName: "Ana", lastName: "Durand", email, password: PASSWORD, locale: visitor.locale };
  await visitor.context.request.get("/api/session"); // gives the token that each write has to repeat
  await send(visitor, "/account", person);
  const [link = ""] = (await mailTo(visitor, email)).links;
  await send(visitor, "/account/verify", { token: new URL(link).searchParams.get("token") });
  await send(visitor, "/session", { email, password: PASSWORD });
  await visitor.open("/studio");
  await visitor.page.getByRole("heading", { level: 1, name: visitor.text.studio.title }).waitFor();
  return email;
}

/** A write as a page of ours sends it. */
async function send({ context, origin }: Visitor, path: string, data: object): Promise<void> {
  const csrf = (await context.cookies(origin)).find(({ name }) => name === "__Host-csrf")?.value ?? "";
  const headers = { origin, "x-csrf-token": csrf };
  const answer = await context.request.post(`/api${path}`, { data, headers });
  if (!answer.ok()) throw new Error(`${path} was answered ${answer.status()}: ${await answer.text()}`);
}
