/** The frame of every legal page: the same for all, without script; everything is escaped by hono/html. */
import { html } from "hono/html";
import { controllerOf, LEGAL_ENTITY, LEGAL_LINKS, SERVICE } from "../../core/base/legal-entity.ts";
import { TOGETHER } from "../../core/base/line-breaks.ts";
import { LOCALES, type Locale } from "../../core/base/locale.ts";
import { STYLE_PATH } from "./legal-style.ts";

export type LegalPart = {
  id: string;
  title: string;
  blocks?: readonly { text: string; items?: string[] | undefined }[];
  links?: readonly { href: string; text: string }[];
};
export type LegalPage = { title: string; intro: string[]; parts: LegalPart[] };

const WORDS = {
  en: {
    skip: "Skip to the text",
    contents: "Contents",
    languages: "Languages",
    pages: "Legal pages",
    home: "Back to the studio",
  },
  fr: {
    skip: "Aller au texte",
    contents: "Sommaire",
    languages: "Langues",
    pages: "Pages légales",
    home: "Retour au studio",
  },
} as const;
const LANGUAGES: Record<Locale, string> = { en: "English", fr: "Français" };

/** The whole document. `path` is its own address, for the links to the other language. */
export function layOut(page: LegalPage, locale: Locale, path: string) {
  const words = WORDS[locale];
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${SERVICE}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${STYLE_PATH}">
${LOCALES.map((each) => html`<link rel="alternate" hreflang="${each}" href="${path}?lang=${each}">`)}
</head>
<body>
<a class="skip" href="#text">${words.skip}</a>
<header>
<a class="home" href="/">${SERVICE}<span class="away"> (${words.home})</span></a>
<nav aria-label="${words.languages}"><ul>${LOCALES.map((each) => languageLink(each, locale, path))}</ul></nav>
</header>
<main id="text">
<h1>${page.title}</h1>
${page.intro.map((line) => html`<p class="intro">${together(line)}</p>`)}
${page.parts.length > 2 ? contents(page, words.contents) : ""}
${page.parts.map(partOf)}
</main>
${legalFooter(locale)}
</body>
</html>`;
}

/** Who answers for the service, and the legal pages: the same at the foot of each page that is rendered here. */
export const legalFooter = (locale: Locale) => html`<footer>
<nav aria-label="${WORDS[locale].pages}"><ul>${LEGAL_LINKS.map(({ href, text }) => html`<li><a href="${href}">${text[locale]}</a></li>`)}</ul></nav>
<p>${together(controllerOf(locale))}. ${contactLink}</p>
</footer>`;

const languageLink = (each: Locale, current: Locale, path: string) =>
  each === current
    ? html`<li><span aria-current="true" lang="${each}">${LANGUAGES[each]}</span></li>`
    : html`<li><a href="${path}?lang=${each}" hreflang="${each}" lang="${each}">${LANGUAGES[each]}</a></li>`;

const contents = ({ parts }: LegalPage, label: string) =>
  html`<nav class="contents" aria-label="${label}"><ol>${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>`;

/** Said by markup, so that the text stays to the byte what was published. */
const together = (text: string) =>
  text
    .split(TOGETHER)
    .map((piece, index) => (index % 2 === 0 ? piece : html`<span class="together">${piece}</span>`));

/** A text in which the address for questions can be pressed. */
const linked = (text: string) =>
  text.split(LEGAL_ENTITY.contact).map((piece, index) => [index === 0 ? "" : contactLink, together(piece)]);
const contactLink = html`<a href="mailto:${LEGAL_ENTITY.contact}">${LEGAL_ENTITY.contact}</a>`;

function partOf({ id, title, blocks = [], links = [] }: LegalPart) {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${together(title)}</h2>
${blocks.map(
  ({ text, items = [] }) =>
    html`<p>${linked(text)}</p>${items.length > 0 ? html`<ul>${items.map((item) => html`<li>${together(item)}</li>`)}</ul>` : ""}`,
)}
${links.length > 0 ? html`<ul>${links.map(({ href, text }) => html`<li><a href="${href}">${together(text)}</a></li>`)}</ul>` : ""}
</section>`;
}
