/** The words of the page about the API, in both languages. Summaries of routes are in English, as in the description. */
import type { Locale } from "../../core/base/locale.ts";

const en = {
  title: "Pix2Clip API",
  intro: "JSON over HTTPS, on the same origin as the pages. Made from the code that serves it.",
  machine: "The same in OpenAPI 3.1",
  basics: "What holds for every route",
  session: "A session is the cookie __Host-session, set by signing in.",
  csrf: "A write (POST, PUT, PATCH, DELETE) repeats the cookie __Host-csrf in the header x-csrf-token and has this service as its Origin.",
  idempotency:
    "Where the header Idempotency-Key is named, sending a request again with the same key does it once.",
  paging: "A list gives next: send it back as cursor. Null means that there is no more.",
  language: "Sentences follow the cookie lang (en or fr), or else Accept-Language.",
  ids: "An unknown id and somebody else's id give the same answer.",
  contents: "Contents",
  routes: "Routes",
  open: "open to everybody",
  sends: "Sends",
  parameters: "Parameters",
  answers: "Answers",
  errors: "Errors",
  errorsIntro:
    "An error is application/problem+json (RFC 9457): its type leads to a line of this list. Numbers in braces are filled in.",
};

export type DocsText = typeof en;

const fr: DocsText = {
  title: "API de Pix2Clip",
  intro: "Du JSON en HTTPS, sur la même origine que les pages. Cette page est tirée du code qui répond.",
  machine: "La même chose en OpenAPI 3.1",
  basics: "Ce qui vaut pour toutes les routes",
  session: "Une session est le cookie __Host-session, posé à la connexion.",
  csrf: "Une écriture (POST, PUT, PATCH, DELETE) répète le cookie __Host-csrf dans l’en-tête x-csrf-token et a ce service pour Origin.",
  idempotency:
    "Là où l’en-tête Idempotency-Key est indiqué, renvoyer une requête avec la même clé ne la fait qu’une fois.",
  paging: "Une liste donne next : renvoyez-le dans cursor. Null signifie qu’il n’y a plus rien.",
  language: "Les phrases suivent le cookie lang (en ou fr), sinon Accept-Language.",
  ids: "Un identifiant inconnu et celui de quelqu’un d’autre donnent la même réponse.",
  contents: "Sommaire",
  routes: "Routes",
  open: "ouverte à tous",
  sends: "Envoie",
  parameters: "Paramètres",
  answers: "Répond",
  errors: "Erreurs",
  errorsIntro:
    "Une erreur est du application/problem+json (RFC 9457) : son type mène à une ligne de cette liste. Les nombres entre accolades sont remplis.",
};

export const DOCS_TEXT: Record<Locale, DocsText> = { en, fr };
