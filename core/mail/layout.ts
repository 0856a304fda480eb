/**
 * A letter as a mail: the same words as text and as HTML. No picture, no font, nothing that is fetched and nothing that
 * counts readings. Colours follow the reader's light or dark theme where the mail program knows it.
 */
import { html, raw } from "hono/html";
import { controllerOf, SERVICE } from "../base/legal-entity.ts";
import { TOGETHER } from "../base/line-breaks.ts";
import type { Locale } from "../base/locale.ts";
import type { Letter } from "./letter.ts";

const FOOTER: Record<Locale, string> = {
  en: "This mail was sent by Pix2Clip because of an action on an account. It follows nobody: no image, no counter.",
  fr: "Ce message a été envoyé par Pix2Clip à la suite d’une action sur un compte. Il ne suit personne : ni image, ni compteur.",
};
const NEWS_FOOTER: Record<Locale, string> = {
  en: "This mail was sent by Pix2Clip because you agreed to news about it. It follows nobody: no image, no counter.",
  fr: "Ce message a été envoyé par Pix2Clip parce que vous avez accepté d’en recevoir les nouvelles. Il ne suit personne : ni image, ni compteur.",
};
const LAW_FOOTER: Record<Locale, string> = {
  en: "This mail was sent by Pix2Clip because the law has us tell everybody who has an account. It follows nobody: no image, no counter.",
  fr: "Ce message a été envoyé par Pix2Clip parce que la loi nous demande d’informer tous les titulaires d’un compte. Il ne suit personne : ni image, ni compteur.",
};
const LEAVE: Record<Locale, string> = {
  en: "Get no more mail like this",
  fr: "Ne plus recevoir de tels messages",
};
const COPY: Record<Locale, string> = {
  en: "Or copy this address into your browser:",
  fr: "Ou copiez cette adresse dans votre navigateur :",
};
const WIDTH = 72;
/** Stands for a space at which no line ends; no text holds it. */
const HELD = "\u0000";

const STYLE = raw(`
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #f6f5f2; color: #1d1b18;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.sheet { max-width: 520px; margin: 0 auto; padding: 28px; background: #ffffff; border-radius: 12px; }
.name { margin: 0 0 20px; font-weight: 700; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
p { margin: 0 0 16px; }
.together { white-space: nowrap; }
.action { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #1d4d4f; color: #ffffff;
  font-weight: 600; text-decoration: none; }
.small { color: #5d5952; font-size: 14px; overflow-wrap: anywhere; }
.small a { color: #1d4d4f; }
@media (prefers-color-scheme: dark) {
  body { background: #161513; color: #ece9e2; }
  .sheet { background: #211f1c; }
  .action { background: #8fd0cf; color: #10201f; }
  .small { color: #b3ada3; }
  .small a { color: #8fd0cf; }
}`);

/** Why the mail was sent. */
const footerOf = ({ byLaw }: Letter, leave: string | undefined) =>
  leave ? NEWS_FOOTER : byLaw ? LAW_FOOTER : FOOTER;

const together = (text: string) =>
  text
    .split(TOGETHER)
    .map((piece, index) => (index % 2 === 0 ? piece : html`<span class="together">${piece}</span>`));

/** The HTML part: a whole document. `leave` is the link to end such mails, in those that one can end. */
export async function asHtml(letter: Letter, locale: Locale, leave?: string): Promise<string> {
  const { action } = letter;
  const link = action
    ? html`<p><a class="action" href="${action.url}">${action.label}</a></p>
        <p class="small">${COPY[locale]}<br /><a href="${action.url}">${action.url}</a></p>`
    : "";
  const page = await html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${letter.subject}</title>
        <style>${STYLE}</style>
      </head>
      <body>
        <div class="sheet">
          <p class="name">${SERVICE}</p>
          <h1>${letter.subject}</h1>
          ${letter.paragraphs.map((text) => html`<p>${together(text)}</p>`)} ${link}
          ${letter.notes.map((text) => html`<p class="small">${together(text)}</p>`)}
          <p class="small">${footerOf(letter, leave)[locale]}</p>
          ${leave ? html`<p class="small"><a href="${leave}">${LEAVE[locale]}</a></p>` : ""}
          <p class="small">${together(controllerOf(locale))}</p>
        </div>
      </body>
    </html>`;
  return String(page);
}

/** Breaks a paragraph into lines, never inside a word nor what is read in one breath. */
function wrap(text: string): string {
  const lines = [""];
  const words = text.replaceAll(TOGETHER, (whole) => whole.replaceAll(" ", HELD)).split(" ");
  for (const word of words.map((each) => each.replaceAll(HELD, " "))) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

/** The text part; a link stands alone on its line. */
export function asText(letter: Letter, locale: Locale, leave?: string): string {
  const { action } = letter;
  const parts = [
    letter.subject,
    ...letter.paragraphs,
    ...(action ? [`${action.label}${locale === "fr" ? "\u202f:" : ":"}\n${action.url}`] : []),
    ...letter.notes,
  ];
  const body = parts.map((part) => (part.includes("\n") ? part : wrap(part))).join("\n\n");
  const reason = wrap(footerOf(letter, leave)[locale]);
  const footer = leave ? `${reason}\n${LEAVE[locale]}${locale === "fr" ? "\u202f:" : ":"}\n${leave}` : reason;
  return `${body}\n\n-- \n${footer}\n${controllerOf(locale)}\n`;
}
