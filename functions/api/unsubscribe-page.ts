/** The page behind the link of product mail: readable without script, everything escaped by hono/html. */
import { html } from "hono/html";
import { SERVICE } from "../../core/base/legal-entity.ts";
import type { Locale } from "../../core/base/locale.ts";
import { legalFooter } from "./legal-layout.ts";
import { STYLE_PATH } from "./legal-style.ts";

type State = "ask" | "done" | "invalid";
type Words = Record<State, { title: string; text: string }> & { button: string; settings: string };

const WORDS: Record<Locale, Words> = {
  en: {
    ask: {
      title: "No more mail about what is new?",
      text: "You will get no more news and offers from Pix2Clip. Mails that your account needs still arrive.",
    },
    done: {
      title: "You will get no more such mail",
      text: "The consent is taken back, from now on. Its receipt is in your settings, where you can also give it again.",
    },
    invalid: {
      title: "This link is not valid",
      text: "It may have been cut off by the mail program. You can switch the mails off in your settings as well.",
    },
    button: "Get no more such mail",
    settings: "Settings > GDPR & my data",
  },
  fr: {
    ask: {
      title: "Ne plus recevoir les nouveautés ?",
      text: "Vous ne recevrez plus les nouvelles ni les offres de Pix2Clip. Les messages nécessaires à votre compte arrivent toujours.",
    },
    done: {
      title: "Vous ne recevrez plus de tels messages",
      text: "Le consentement est retiré, dès maintenant. Son reçu est dans vos paramètres, où vous pouvez aussi le redonner.",
    },
    invalid: {
      title: "Ce lien n’est pas valable",
      text: "Votre messagerie l’a peut-être coupé. Vous pouvez aussi arrêter ces messages dans vos paramètres.",
    },
    button: "Ne plus recevoir de tels messages",
    settings: "Paramètres > RGPD et mes données",
  },
};

/** One state of the page; `address` is where its button sends, in the state that asks. */
export function unsubscribePage(state: State, locale: Locale, address?: string) {
  const words = WORDS[locale];
  const target = address === undefined ? undefined : new URL(address);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${words[state].title} · ${SERVICE}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header><a class="home" href="/">${SERVICE}</a></header>
<main>
<h1>${words[state].title}</h1>
<p>${words[state].text}</p>
${
  target
    ? html`<form method="post" action="${target.pathname}${target.search}">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">${words.button}</button>
</form>`
    : ""
}
<p><a href="/settings/privacy">${words.settings}</a></p>
</main>
${legalFooter(locale)}
</body>
</html>`;
}
