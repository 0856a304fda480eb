/**
 * The pages of the mailbox. One small script file renews the list; a mail's HTML is shown in a frame of no origin, whose
 * policy runs nothing and loads nothing, and which may only lead the whole window to a link that is pressed.
 */
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import { RENEW } from "./renew.ts";
import type { Attachment, MailStore, StoredMail } from "./store.ts";
import { STYLE } from "./style.ts";
import { INTRODUCTIONS, type Locale, localeOf, type MailboxOf, WORDS } from "./words.ts";

/** Where the host mounts the pages. */
export const MAILBOX_PATH = "/sandbox/mail";
/** Scripts are kept out by the policy below; the sandbox lets them so that assistive and test tools can look inside. */
const FRAME = "allow-scripts allow-top-navigation-by-user-activation";

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "same-origin",
  strictTransportSecurity: false,
  originAgentCluster: false,
  // The frame of a mail has a policy of its own.
  overwrite: false,
});
/** A mail's own page within the frame: its styles, and nothing else. */
const FRAMED_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox ${FRAME}`;

/** A mail's HTML, its links made to leave the frame. */
const leadingOut = (mail: string) => {
  const base = '<base target="_top">';
  return /<head[^>]*>/i.test(mail) ? mail.replace(/<head[^>]*>/i, (head) => head + base) : base + mail;
};

type Page = { locale: Locale; title: string; renew?: boolean };
const document = ({ locale, title, renew }: Page, content: unknown) => html`<!doctype html>
  <html lang="${locale}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      ${renew ? html`<script type="module" src="${MAILBOX_PATH}/renew.js"></script>` : ""}
      <title>${title}</title>
      <link rel="stylesheet" href="${MAILBOX_PATH}/style.css" />
    </head>
    <body>
      <main aria-live="polite">${content}</main>
    </body>
  </html>`;

/** As the service's own pages write dates and numbers: English is the European one. */
const TAG: Record<Locale, string> = { en: "en-GB", fr: "fr-FR" };
const time = (locale: Locale, date: string) =>
  new Intl.DateTimeFormat(TAG[locale], { dateStyle: "medium", timeStyle: "medium" }).format(new Date(date));

const size = (locale: Locale, bytes: number) =>
  new Intl.NumberFormat(TAG[locale], {
    style: "unit",
    unit: bytes < 1000 ? "byte" : "kilobyte",
    maximumFractionDigits: 1,
  }).format(bytes < 1000 ? bytes : bytes / 1000);

const attachmentList = (locale: Locale, id: string, attachments: readonly Attachment[]) =>
  attachments.length === 0
    ? ""
    : html`<h2>${WORDS[locale].attachments}</h2>
        <ul class="links">
          ${attachments.map(
            ({ name, bytes }, position) => html`<li>
              <a href="${MAILBOX_PATH}/${id}/attachments/${position}" download="${name}">${name}</a>
              <span class="faint">${size(locale, bytes)}</span>
            </li>`,
          )}
        </ul>`;

function listPage(locale: Locale, of: MailboxOf, mails: readonly StoredMail[]) {
  const words = { ...WORDS[locale], ...INTRODUCTIONS[of][locale] };
  const rows = mails.map(
    (mail) => html`<li>
      <a href="${MAILBOX_PATH}/${mail.id}">
        <strong>${mail.subject || words.noSubject}</strong>
        <span class="faint">${words.to} ${mail.to} · ${time(locale, mail.date)}</span>
      </a>
    </li>`,
  );
  return document(
    { locale, title: words.title, renew: true },
    html`<header>
        <h1>${words.title}</h1>
        ${
          mails.length > 0
            ? html`<form method="post" action="${MAILBOX_PATH}/delete"><button>${words.clear}</button></form>`
            : ""
        }
      </header>
      <p class="faint">${words.intro}</p>
      ${mails.length > 0 ? html`<ul class="mails">${rows}</ul>` : html`<p>${words.empty}</p>`}`,
  );
}

function mailPage(locale: Locale, mail: StoredMail) {
  const words = WORDS[locale];
  const links = mail.links.map((link) => html`<li><a href="${link}">${link}</a></li>`);
  const content = mail.html
    ? html`<iframe sandbox="${FRAME}" src="${MAILBOX_PATH}/${mail.id}/html" title="${words.content}"></iframe>`
    : "";
  return document(
    { locale, title: mail.subject || words.noSubject },
    html`<p><a href="${MAILBOX_PATH}">${words.back}</a></p>
      <h1>${mail.subject || words.noSubject}</h1>
      <p class="faint">${words.from} ${mail.from}<br />${words.to} ${mail.to}<br />${time(locale, mail.date)}</p>
      ${content}
      ${attachmentList(locale, mail.id, mail.attachments)}
      ${links.length > 0 ? html`<h2>${words.links}</h2><ul class="links">${links}</ul>` : ""}
      <h2>${words.asText}</h2>
      <pre>${mail.text}</pre>`,
  );
}

const gonePage = (locale: Locale) =>
  document(
    { locale, title: WORDS[locale].gone },
    html`<h1>${WORDS[locale].gone}</h1><p><a href="${MAILBOX_PATH}">${WORDS[locale].back}</a></p>`,
  );

/** The pages over a store, and its mails as JSON for tests (`/messages`, newest first). */
export function mailboxPages(store: MailStore, of: MailboxOf = "machine"): Hono {
  const pages = new Hono();
  pages.use(headers, csrf());
  pages.use(async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
  });
  pages.get("/", async (c) => c.html(listPage(localeOf(c), of, await store.list())));
  pages.get("/style.css", (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }));
  pages.get("/renew.js", (c) => c.body(RENEW, 200, { "content-type": "text/javascript; charset=utf-8" }));
  pages.get("/messages", async (c) => c.json(await store.list()));
  pages.post("/delete", async (c) => {
    await store.clear();
    return c.redirect(MAILBOX_PATH, 303);
  });
  pages.get("/:id", async (c) => {
    const mail = await store.read(c.req.param("id"));
    return mail ? c.html(mailPage(localeOf(c), mail)) : c.html(gonePage(localeOf(c)), 404);
  });
  pages.get("/:id/html", async (c) => {
    const mail = await store.read(c.req.param("id"));
    if (!mail?.html) return c.html(gonePage(localeOf(c)), 404);
    c.header("content-security-policy", FRAMED_POLICY);
    return c.html(leadingOut(mail.html));
  });
  pages.get("/:id/attachments/:position{\\d{1,3}}", async (c) => {
    const attachment = await store.readAttachment(c.req.param("id"), Number(c.req.param("position")));
    if (!attachment) return c.html(gonePage(localeOf(c)), 404);
    // Saved and never shown: whatever it is, nothing of it runs on this address.
    return c.body(new Uint8Array(attachment.content), 200, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
    });
  });
  return pages;
}
