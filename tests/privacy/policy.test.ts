import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { LOCALES, type Locale } from "../../core/base/locale.ts";
import { PROCESSORS } from "../../core/base/processor.ts";
import { PLACES } from "../../core/privacy/places.ts";
import { capital } from "../../core/privacy/policy/facts.ts";
import { generatePolicy } from "../../core/privacy/policy/generate.ts";
import { plainText } from "../../core/privacy/policy/plain-text.ts";
import { PolicyDocument } from "../../core/privacy/policy/policy.schema.ts";
import { readPolicy } from "../../core/privacy/policy/policy.ts";
import { Versions } from "../../core/privacy/policy/versions.schema.ts";
import { newestVersion } from "../../core/privacy/policy/versions.ts";
import { recordOfProcessing } from "../../core/privacy/record/record.ts";
import { RETENTION, type RetentionRule } from "../../core/privacy/retention.ts";
import { BASES, PURPOSES, periodText, RULES } from "../../core/privacy/words.ts";
import { DEPLOYMENTS } from "../support/deployments.ts";

/** The text of 4 May 2026 is the owner's: its digests stand here besides, apart from what can be published. */
const FIRST = {
  "1.en": "5178e4875d30eb1471414123a52218027a4e51c1cf3e541777db8bbf71dab7d1",
  "1.fr": "12afac796c6d08391128fb063390dd34f72372d8138ee9b9f6d1f0995cc785d2",
};
const FOLDER = "core/privacy/policy";
const VERSIONS = v.parse(Versions, JSON.parse(readFileSync(`${FOLDER}/versions.json`, "utf8")));
const FILES = readdirSync(`${FOLDER}/versions`).map((name) => name.replace(/\.json$/, ""));
const NEWEST = newestVersion();

const committed = (name: string): PolicyDocument =>
  v.parse(PolicyDocument, JSON.parse(readFileSync(`${FOLDER}/versions/${name}.json`, "utf8")) as unknown);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("every published version is, to the byte, what was published, the first one the policy of 4 May 2026", () => {
  expect(VERSIONS.published[0]?.sha256).toEqual(FIRST);
  for (const { version, sha256: digests } of VERSIONS.published) {
    const names = FILES.filter((name) => name.startsWith(`${version}.`));
    const now = Object.fromEntries(names.map((name) => [name, sha256(plainText(committed(name)))]));
    expect(now).toEqual(digests);
  }
});

test("versions are numbered without a gap, each applies later than the one before, and every text can be read", () => {
  const all = [...VERSIONS.published, ...(VERSIONS.draft ? [VERSIONS.draft] : [])];
  expect(all.map(({ version }) => version)).toEqual(all.map((_, index) => index + 1));
  const days = VERSIONS.published.map(({ effectiveOn }) => effectiveOn);
  expect(days).toEqual([...new Set(days)].sort());
});

test.each([
  ["aws", "en"],
  ["aws", "fr"],
  ["host", "en"],
  ["host", "fr"],
] as const)(
  "the draft of deployment %s in %s is the committed one (npm run policy writes it); once published it changes no more",
  async (name, locale) => {
    const text = `${JSON.stringify(generatePolicy(DEPLOYMENTS[name], locale), null, 2)}\n`;
    const file = `${FOLDER}/versions/${NEWEST.version}.${name}.${locale}.json`;
    if (VERSIONS.draft) await expect(text).toMatchFileSnapshot(`../../${file}`);
    else expect(text).toBe(readFileSync(file, "utf8"));
  },
);

describe.each(Object.entries(DEPLOYMENTS))("deployment %s", (_, where) => {
  test.each(LOCALES)(
    "in %s, every purpose has a legal basis, what is kept how long, and recipients",
    (locale) => {
      const [, purposes] = generatePolicy(where, locale).sections;
      const items = purposes?.blocks[0]?.items ?? [];
      const activities = recordOfProcessing(where);
      expect(activities.map(({ purpose }) => purpose)).toEqual(Object.keys(PURPOSES));
      for (const [index, { purpose, bases, retention, recipients, held }] of activities.entries()) {
        const item = items[index] ?? "";
        expect(item).toContain(capital(PURPOSES[purpose][locale]));
        expect(bases.length).toBeGreaterThan(0);
        for (const basis of bases) expect(item).toContain(BASES[basis][locale]);
        expect([purpose, retention.length > 0]).toEqual([purpose, held.length > 0]);
        for (const rule of retention) expect(item).toContain(RULES[rule].what[locale]);
        for (const id of recipients) expect(item).toContain(PROCESSORS[id].name);
        expect(item).toMatch(locale === "fr" ? /Destinataires\s: \S/ : /Recipients: \S/);
      }
    },
  );

  test.each(LOCALES)("in %s, the period of every rule is printed from its constant", (locale) => {
    const retention = generatePolicy(where, locale).sections[5]?.blocks[0]?.items ?? [];
    for (const rule of Object.keys(RETENTION) as RetentionRule[]) {
      const line = retention.find((item) => item.startsWith(capital(RULES[rule].what[locale])));
      expect([rule, line]).toEqual([
        rule,
        expect.stringContaining(periodText(RETENTION[rule], locale) ?? ""),
      ]);
    }
  });
});

test("a constant that changes changes the text, so the committed copy no longer fits", () => {
  const rules = RETENTION as unknown as Record<string, { years: number }>;
  const before = rules.content;
  rules.content = { years: 2 };
  try {
    const document = generatePolicy(DEPLOYMENTS.host, "en");
    expect(document).not.toEqual(committed(`${NEWEST.version}.host.en`));
    expect(plainText(document)).toContain("Generated and uploaded content: 2 years from creation");
  } finally {
    if (before) rules.content = before;
  }
});

test("each deployment names who is there and nobody else", () => {
  const recipients = (name: keyof typeof DEPLOYMENTS, locale: Locale) =>
    generatePolicy(DEPLOYMENTS[name], locale).sections[4]?.blocks[0];
  expect(recipients("host", "en")?.items?.map((line) => line.split(" for ")[0])).toEqual([
    "Hetzner Online GmbH (Germany)",
    "Scaleway SAS (France, fr-par region)",
    "MiniMax (China)",
  ]);
  expect(recipients("aws", "fr")?.items?.map((line) => line.split(" : ")[0])).toEqual([
    "Amazon Web Services EMEA SARL (Luxembourg, région eu-west-3)",
    "Scaleway SAS (France, région fr-par)",
    "MiniMax (Chine)",
  ]);
  expect(recipients("aws", "en")?.items?.join()).toMatch(
    /Scaleway SAS \(France, fr-par region\) for .*sending of mails/,
  );
  expect(recipients("local", "en")?.text).toContain("No subprocessor receives anything");
});

test("sections 01 to 08 are those of the published policy, in both languages", () => {
  for (const locale of LOCALES) {
    const first = committed(`1.${locale}`).sections.map(({ number, title }) => [number, title]);
    const now = generatePolicy(DEPLOYMENTS.host, locale).sections.map(({ number, title }) => [number, title]);
    expect(now).toEqual(first);
  }
});

/** GDPR art. 13(1) and (2), beside the bases, periods and recipients that are held to the map above. */
const ARTICLE_13: Record<Locale, readonly [string, RegExp][]> = {
  en: [
    ["the controller", /SIREN 940 163 496.*23 rue de Richelieu/],
    ["the contact", /contact@qrcommunication\.com/],
    ["the data protection officer", /has not appointed a Data Protection Officer/],
    ["the transfer and its safeguard", /lacking an adequacy decision.*2021\/914/s],
    ["access, rectification, erasure, restriction, portability, objection", /Art\. 15.*16.*17.*18.*20.*21/s],
    ["withdrawal of a consent at any time", /revocable at any time/],
    ["the complaint", /CNIL.*3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07/],
    ["what must be given and what not", /are needed to open an account/],
    ["automated decisions", /solely automated|Article 22/],
  ],
  fr: [
    ["the controller", /SIREN 940 163 496.*23 rue de Richelieu/],
    ["the contact", /contact@qrcommunication\.com/],
    ["the data protection officer", /n’a pas désigné de délégué/],
    ["the transfer and its safeguard", /décision d’adéquation.*2021\/914/s],
    ["access, rectification, erasure, restriction, portability, objection", /art\. 15.*16.*17.*18.*20.*21/s],
    ["withdrawal of a consent at any time", /révocable à tout moment/],
    ["the complaint", /CNIL.*3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07/],
    ["what must be given and what not", /sont nécessaires pour ouvrir un compte/],
    ["automated decisions", /exclusivement automatisés/],
  ],
};

test.each(LOCALES)("in %s, everything that art. 13 has a person told is there", (locale) => {
  for (const where of [DEPLOYMENTS.host, DEPLOYMENTS.aws]) {
    const text = plainText(generatePolicy(where, locale));
    const missing = ARTICLE_13[locale].filter(([, said]) => !said.test(text)).map(([what]) => what);
    expect(missing).toEqual([]);
  }
});

test("what does not exist yet is said not to: neither card data nor voices are claimed to be collected", () => {
  const held = new Set(recordOfProcessing(DEPLOYMENTS.host).flatMap(({ categories }) => categories));
  const text = plainText(generatePolicy(DEPLOYMENTS.host, "en"));
  expect(text.includes("none of it is collected before credit packs can be ordered")).toBe(
    !held.has("billing"),
  );
  expect(text.includes("The voice cloning feature is not open yet")).toBe(!held.has("biometric"));
});

test("the record of processing has, for every purpose that holds something, basis, categories, period and recipients", () => {
  for (const activity of recordOfProcessing(DEPLOYMENTS.host)) {
    if (activity.held.length === 0) continue;
    expect([activity.purpose, activity.bases.length, activity.categories.length]).not.toContain(0);
    expect([activity.purpose, activity.retention.length, activity.recipients.length]).not.toContain(0);
  }
  const held = recordOfProcessing(DEPLOYMENTS.host).flatMap((activity) => activity.held);
  for (const place of PLACES) expect(held).toContain(`${place.kind}: ${place.name}`);
  const generation = recordOfProcessing(DEPLOYMENTS.host).find(({ purpose }) => purpose === "generation");
  expect(generation?.transfers.map(({ processor }) => processor)).toEqual(["minimax"]);
});

test("what is read is what was published, with the digest of its text; an unknown number is not found", async () => {
  const first = await readPolicy("1", "en");
  expect([first.sha256, first.current, first.date]).toEqual([FIRST["1.en"], false, "2026-05-04"]);
  expect((await readPolicy(undefined, "fr")).version).toBe(NEWEST.version);
  for (const version of ["0", "99", "01", "", "1.en", "../1"])
    await expect(readPolicy(version, "en")).rejects.toMatchObject({ code: "not_found" });
});
