import { SMTPServer } from "smtp-server";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { issueToken, voidTokens } from "../../../core/account/token.ts";
import { config } from "../../../core/base/config.ts";
import { transaction } from "../../../core/base/database.ts";
import type { Id } from "../../../core/base/id.ts";
import { TOGETHER } from "../../../core/base/line-breaks.ts";
import { LOCALES } from "../../../core/base/locale.ts";
import { setLogOutput } from "../../../core/base/log.ts";
import { asHtml, asText } from "../../../core/mail/layout.ts";
import { writeLetter } from "../../../core/mail/letter.ts";
import type { MailTemplate } from "../../../core/mail/mail.sql.ts";
import { queueMail } from "../../../core/mail/mail.ts";
import { sendMail } from "../../../core/mail/send.ts";
import { mailsTo } from "../../support/mailbox.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

const TEMPLATES: Record<MailTemplate, true> = {
  whats_new: true,
  verify_email: true,
  already_registered: true,
  reset_password: true,
  password_changed: true,
  confirm_new_email: true,
  email_change_notice: true,
  email_change_undone: true,
  processing_restricted: true,
  lift_announced: true,
  closing_asked: true,
  being_erased: true,
  closing_cancelled: true,
  export_ready: true,
  policy_changed: true,
  idle_notice: true,
  idle_kept: true,
};
const TOKEN = "T".repeat(43);
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll(">", "&gt;");
const everyMail = (Object.keys(TEMPLATES) as MailTemplate[]).flatMap((template) =>
  LOCALES.map((locale) => [template, locale] as const),
);

describe.each(everyMail)("%s in %s", (template, locale) => {
  const letter = writeLetter(template, locale, TOKEN, { instant: new Date(), policyVersion: 1, credits: 12 });

  test("says the same in text and in HTML, and its one link leads to a page of ours", async () => {
    const text = asText(letter, locale);
    const html = (await asHtml(letter, locale)).replaceAll(/<\/?span\b[^>]*>/g, "");
    const flat = text.replaceAll("\n", " ");
    for (const part of [letter.subject, ...letter.paragraphs, ...letter.notes]) {
      expect(flat).toContain(part);
      expect(html).toContain(part);
    }
    const links = [...new Set(html.match(/https?:\/\/[^\s"<]+/g))];
    expect(links).toEqual([letter.action?.url]);
    expect(new URL(letter.action?.url ?? "").origin).toBe(config.PUBLIC_URL);
    expect(text.split("\n")).toContain(letter.action?.url);
  });

  test("what is read in one breath stays in one line", async () => {
    const text = asText(letter, locale);
    const html = await asHtml(letter, locale);
    for (const part of [...letter.paragraphs, ...letter.notes])
      for (const [whole] of part.matchAll(TOGETHER)) {
        expect(text).toContain(whole);
        expect(html).toContain(`<span class="together">${escaped(whole)}</span>`);
      }
  });

  test("fetches nothing, runs nothing, follows nobody, and reads in the dark", async () => {
    const html = await asHtml(letter, locale);
    expect(html).not.toMatch(/<img|<script|<link|<iframe|url\(|@import|src=/i);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain(`<html lang="${locale}">`);
  });
});

test.each([
  ["en", "on 24 November 2026 at 17:30 CET"],
  ["fr", "le 24 novembre 2026 à 17:30 UTC+1"],
] as const)("the mail that confirms an address tells when it was signed up with: %s", (locale, words) => {
  const letter = writeLetter("verify_email", locale, TOKEN, { instant: new Date("2026-11-24T16:30:00Z") });
  expect(letter.paragraphs.join(" ")).toContain(words);
  expect(() => writeLetter("verify_email", locale, TOKEN)).toThrow("instant");
});

test("a first of the month and a single credit are written as people write them", () => {
  const idle = (locale: "en" | "fr", credits: number) =>
    writeLetter("idle_notice", locale, undefined, { instant: new Date("2027-01-01T09:00:00Z"), credits })
      .paragraphs.join(" ")
      .replace(/\s/g, " ");
  expect(idle("fr", 1)).toContain("le 1er janvier 2027 à 10:00 UTC+1");
  expect(idle("fr", 1)).toContain("Il vous reste 1 crédit, d’une valeur de 0,02 €.");
  expect(idle("en", 1)).toContain("on 1 January 2027 at 10:00 CET");
  expect(idle("en", 1)).toContain("You have 1 unspent credit, worth €0.02.");
  expect(idle("en", 1234)).toContain("You have 1,234 unspent credits, worth €24.68.");
});

test("a mail with a single-use link is never written without one", () => {
  expect(() => writeLetter("reset_password", "en", undefined)).toThrow("no token");
});

describe("sending", () => {
  let ana: Awaited<ReturnType<typeof person>>;
  const ready = config.SMTP_URL;
  beforeAll(async () => {
    ana = await person({ locale: "fr" });
    setLogOutput(() => undefined);
  });
  afterEach(() => Object.assign(config, { SMTP_URL: ready }));

  async function queued(withToken = true): Promise<Id<"mail">> {
    await transaction(async () => {
      const tokenId = withToken ? await issueToken(ana.accountId, "reset") : undefined;
      const template = withToken ? "reset_password" : "password_changed";
      const mail = { accountId: ana.accountId, template, address: ana.email, locale: "fr" } as const;
      await queueMail(tokenId ? { ...mail, tokenId } : mail);
    });
    const [row] =
      await owner`select id from mail where address = ${ana.email} order by created_at desc, id desc limit 1`;
    return row?.id as Id<"mail">;
  }
  const waiting = async (id: string) => (await owner`select attempts from mail where id = ${id}`)[0];

  test("leaves once, in the language of the account, with text and HTML, and the row goes", async () => {
    const id = await queued();
    await Promise.allSettled([sendMail(id), sendMail(id), sendMail(id)]);
    await sendMail(id);
    const mails = await mailsTo(ana.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      subject: "Choisissez un nouveau mot de passe",
      from: '"Pix2Clip" <contact@qrcommunication.com>',
      html: expect.stringContaining("<h1>Choisissez un nouveau mot de passe</h1>"),
    });
    expect(mails[0]?.text).not.toContain("Durand");
    expect(await waiting(id)).toBeUndefined();
  });

  test("a link that has become void meanwhile is not mailed any more", async () => {
    const before = (await mailsTo(ana.email)).length;
    const id = await queued();
    await voidTokens(ana.accountId, ["reset"]);
    await sendMail(id);
    expect(await mailsTo(ana.email)).toHaveLength(before);
    expect(await waiting(id)).toBeUndefined();
  });

  test("a server that is away, or refuses for now, or refuses us: the mail waits for the next attempt", async () => {
    const before = (await mailsTo(ana.email)).length;
    const id = await queued(false);
    Object.assign(config, { SMTP_URL: "smtp://127.0.0.1:1" });
    await expect(sendMail(id)).rejects.toThrow();
    for (const [stage, code] of [
      ["onRcptTo", 451],
      ["onConnect", 554],
    ] as const) {
      const grumpy = await refusing(stage, code);
      Object.assign(config, { SMTP_URL: grumpy.url });
      await expect(sendMail(id)).rejects.toThrow();
      await grumpy.stop();
    }
    expect(await waiting(id)).toEqual({ attempts: 3 });
    Object.assign(config, { SMTP_URL: ready });
    await sendMail(id);
    expect(await mailsTo(ana.email)).toHaveLength(before + 1);
  });

  test("in the hands of another worker it is left alone, until that one must have died", async () => {
    const before = (await mailsTo(ana.email)).length;
    const id = await queued(false);
    await owner`update mail set claimed_at = now() where id = ${id}`;
    await expect(sendMail(id)).rejects.toThrow("another worker");
    await owner`update mail set claimed_at = now() - interval '6 minutes' where id = ${id}`;
    await sendMail(id);
    expect(await mailsTo(ana.email)).toHaveLength(before + 1);
  });

  test("an address that the server says does not exist is given up", async () => {
    const id = await queued(false);
    const grumpy = await refusing("onRcptTo", 550);
    Object.assign(config, { SMTP_URL: grumpy.url });
    await sendMail(id);
    await grumpy.stop();
    expect(await waiting(id)).toBeUndefined();
  });

  test("never happens while a transaction holds a connection", async () => {
    const id = await queued(false);
    await expect(transaction(() => sendMail(id))).rejects.toThrow("inside a transaction");
  });
});

/** A mail server that refuses at one stage of the dialogue. */
async function refusing(stage: "onRcptTo" | "onConnect", responseCode: number) {
  const refusal = Object.assign(new Error("no"), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    ...(stage === "onConnect"
      ? { onConnect: (_session, done) => done(refusal) }
      : { onRcptTo: (_address, _session, done) => done(refusal) }),
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", () => listening());
  });
  const address = server.server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((stopped) => server.close(() => stopped())),
  };
}
