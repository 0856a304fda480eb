import { describe, expect, test } from "vitest";
import { AUTHORITY, LEGAL_ENTITY, LEGAL_LINKS } from "../../core/base/legal-entity.ts";
import { LOCALES, type Locale } from "../../core/base/locale.ts";
import { STORED_ITEMS } from "../../core/privacy/cookies.ts";
import { readPolicy } from "../../core/privacy/policy/policy.ts";
import type { Whereabouts } from "../../core/privacy/recipients.ts";
import { app } from "../../functions/api/app.ts";
import { noticePage, subprocessorsPage } from "../../functions/api/legal-notice.ts";
import { DEPLOYMENTS } from "../support/deployments.ts";

const PAGES = [...LEGAL_LINKS.map(({ href }) => href), "/policy/1", "/policy/2"];
const pageIn = async (path: string, locale: Locale) =>
  app.request(path, { headers: { cookie: `lang=${locale}` } });
const unescaped = (html: string) =>
  html.replaceAll("&#39;", "'").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const textOf = (html: string) =>
  unescaped(
    html
      .replaceAll('<span class="together">', "")
      .replaceAll("</span>", "")
      .replace(/<[^>]+>/g, " "),
  ).replace(/\s+/g, " ");

describe.each(PAGES)("%s", (path) => {
  test.each(LOCALES)(
    "in %s it is a whole page that needs no script, no cookie and nobody else's server",
    async (locale) => {
      const answer = await pageIn(path, locale);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(answer.headers.get("content-security-policy")).toContain("style-src 'self'");
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(html).toContain(`<html lang="${locale}">`);
      expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|https?:\/\//);
      expect(html.match(/<h1>/g)).toHaveLength(1);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { href } of LEGAL_LINKS) expect(html).toContain(`href="${href}"`);
    },
  );
});

test.each(PAGES)(
  "in French %s has no ordinary space before ; : ? ! that is not kept together",
  async (path) => {
    const html = await (await pageIn(path, "fr")).text();
    const loose = html.replaceAll(/<span class="together">[^<]*<\/span>/g, "").replaceAll(/<[^>]+>/g, "\n");
    expect(loose.match(/.{0,30} [;:?!»].{0,10}|« .{0,30}/g)).toBeNull();
  },
);

test.each(PAGES)("%s with a slash at its end leads to the page, and nowhere else", async (path) => {
  for (const method of ["GET", "HEAD"]) {
    const answer = await app.request(`${path}/?lang=fr`, { method });
    expect([answer.status, answer.headers.get("location")]).toEqual([301, `${path}?lang=fr`]);
  }
  const foreign = await app.request(`//evil.example${path}/`);
  expect(foreign.headers.get("location")).toBe(`/evil.example${path}`);
});

test("the address decides the language before the cookie, the cookie before the browser, and the other one is a click away", async () => {
  const asked = await app.request("/policy?lang=fr", { headers: { cookie: "lang=en" } });
  expect(await asked.text()).toContain('<html lang="fr">');
  const preferred = await app.request("/policy", { headers: { "accept-language": "fr-FR,fr;q=0.9" } });
  const html = await preferred.text();
  expect(html).toContain('<html lang="fr">');
  expect(html).toContain('href="/policy?lang=en"');
  expect(preferred.headers.get("vary")).toContain("accept-language");
});

test("a language that we do not speak, or two of them, gives the page in the reader's own", async () => {
  for (const query of ["lang=de", "lang=", "lang=de&lang=it", "lang=%22%3E%3Cscript%3E"])
    for (const path of PAGES) {
      const answer = await pageIn(`${path}?${query}`, "fr");
      const html = await answer.text();
      expect([path, query, answer.status]).toEqual([path, query, 200]);
      expect(html).toContain('<html lang="fr">');
      expect(html).not.toContain("<script");
    }
});

test("a version that does not exist is a page that says so, in the reader's language", async () => {
  for (const [locale, words] of [
    ["en", "There is nothing here"],
    ["fr", "Il n’y a rien ici"],
  ] as const) {
    for (const path of ["/policy/0", "/policy/3", "/policy/1.0", "/policy/x"]) {
      const answer = await pageIn(path, locale);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(textOf(await answer.text())).toContain(words);
    }
  }
});

test("the first version stays readable as it was published, and says that it has been replaced", async () => {
  const text = textOf(await (await pageIn("/policy/1", "en")).text());
  expect(text).toContain("May 4, 2026");
  expect(text).toContain("Viva Payment Services SA (Greece) for payment processing");
  expect(text).toContain("This version has been replaced");
});

test("the policy names the authority and its address exactly", async () => {
  for (const locale of LOCALES)
    expect(textOf(await (await pageIn("/policy", locale)).text())).toContain(
      "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr",
    );
  expect(AUTHORITY.site).toBe("www.cnil.fr");
});

test("numbers, dates and e-mail stay whole at the end of a line, and the text stays what was published", async () => {
  const together = async (path: string, locale: Locale) =>
    [...(await (await pageIn(path, locale)).text()).matchAll(/<span class="together">([^<]+)<\/span>/g)].map(
      ([, piece]) => piece,
    );
  expect(await together("/policy/1", "en")).toEqual(
    expect.arrayContaining(["SIREN 940 163 496", "75001 Paris", "75334 Paris Cedex 07", "Article L34-1"]),
  );
  expect(await together("/policy/1", "fr")).toEqual(expect.arrayContaining(["légale :", ") ;"]));
  expect(await together("/policy", "fr")).toEqual(
    expect.arrayContaining(["SIREN 940 163 496", "24 novembre 2026", "6 janvier 1978", "e-mail", "art. 15"]),
  );
  expect(await together("/terms", "fr")).toEqual(
    expect.arrayContaining(["(UE) 2024/1689", expect.stringContaining("Paramètres &gt; RGPD")]),
  );
  for (const locale of LOCALES) {
    const html = await (await pageIn("/policy/1", locale)).text();
    const text = unescaped(html.replaceAll(/<\/?(?:span|a)\b[^>]*>/g, ""));
    for (const { blocks } of (await readPolicy("1", locale)).sections)
      for (const block of blocks)
        for (const line of [block.text, ...(block.items ?? [])]) expect(text).toContain(line);
  }
});

test("on paper the pages are dark on white, whatever the theme", async () => {
  const style = await (await app.request("/legal.css")).text();
  expect(style).toContain("color-scheme: light dark;");
  expect(style).toMatch(/@media print \{ :root \{ color-scheme: light; \}/);
});

test("the legal notice names the publisher; the SIREN is a valid one", async () => {
  const text = textOf(await (await pageIn("/legal", "fr")).text());
  for (const part of ["QR Communication", "SAS", "940 163 496", "23 rue de Richelieu, 75001 Paris, France"])
    expect(text).toContain(part);
  const digits = [...LEGAL_ENTITY.siren.replaceAll(" ", "")].map(Number);
  const luhn = digits.reduce((sum, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  expect([digits.length, luhn % 10]).toEqual([9, 0]);
});

test("the cookie page lists everything of the registry with its life and purpose, and nothing that is not in it", async () => {
  const html = await (await pageIn("/cookies", "en")).text();
  const names = [...html.matchAll(/<h2 id="item-[^"]+">.+<\/h2>/g)].map(([heading]) =>
    textOf(heading).trim(),
  );
  expect(names).toEqual(STORED_ITEMS.map(({ name }) => name));
  for (const { purpose } of STORED_ITEMS) expect(textOf(html)).toContain(purpose.en);
  expect(textOf(html)).toContain("90 days");
});

test("elsewhere every recipient has its sheet, with what it may hold, and what is not recorded is said not to be", () => {
  const { parts } = subprocessorsPage(DEPLOYMENTS.host, "en");
  expect(parts.map(({ title }) => title)).toEqual(["Hetzner Online GmbH", "Scaleway SAS", "MiniMax"]);
  const sheets = parts.map(({ blocks }) => blocks?.[0]?.items ?? []);
  for (const sheet of sheets)
    expect(sheet).toContain("Data processing agreement: no record in this deployment");
  expect(sheets[1]).toContain("Place: France, fr-par");
  expect(sheets[2]).toContain("May hold: content uploaded or generated by the user");
  expect(sheets[2]?.join()).toContain("Transfer impact assessment: no record in this deployment");
  expect(sheets[0]?.join()).not.toContain("Transfer impact assessment");
});

test("the legal notice names the host of the deployment", () => {
  const hostOf = (where: Whereabouts) =>
    noticePage(where, "fr").parts.find(({ id }) => id === "host")?.blocks?.[0]?.text;
  expect(hostOf(DEPLOYMENTS.host)).toContain("Hetzner Online GmbH, Industriestr. 25, 91710 Gunzenhausen");
  expect(hostOf(DEPLOYMENTS.aws)).toContain("Amazon Web Services EMEA SARL");
  expect(hostOf(DEPLOYMENTS.local)).toContain("copie locale");
});

test("a local stack says that everything is on this machine and names no subprocessor", async () => {
  const text = textOf(await (await pageIn("/subprocessors", "en")).text());
  expect(text).toContain("everything is on this machine");
  expect(text).not.toMatch(/Hetzner|Scaleway|Amazon/);
});
