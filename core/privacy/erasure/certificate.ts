/** Writes the certificate of an erasure from what was counted and what the search saw. It names nobody. */
import { getTableName } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { config } from "../../base/config.ts";
import { AUTHORITY, controllerOf, LEGAL_ENTITY } from "../../base/legal-entity.ts";
import type { Locale } from "../../base/locale.ts";
import { allTables, type TableEntry } from "../inventory.ts";
import { mapOf } from "../map.ts";
import { endOf } from "../period.ts";
import { ruleText } from "../words.ts";
import type { Certificate, SignedCertificate } from "./certificate.schema.ts";
import type { Tally } from "./counts.ts";
import { findEntry } from "./journal-entry.ts";
import type { ScanReport } from "./scan.ts";
import { signCertificate } from "./signature.ts";
import { signingKey } from "./signing-key.ts";
import type { Row } from "./step.ts";

/** Where the public key is to be had. */
export const KEY_PATH = "/api/erasure-certificates/key";

const VERIFY: Record<Locale, (url: string) => string> = {
  en: (url) =>
    `Signature: Ed25519 over the canonical JSON (RFC 8785) of everything but "signature". Public key: ${url}. Command: npm run verify-certificate -- certificate.json key.pem`,
  fr: (url) =>
    `Signature : Ed25519 sur le JSON canonique (RFC 8785) de tout sauf « signature ». Clé publique : ${url}. Commande : npm run verify-certificate -- certificate.json key.pem`,
};

/** The signed certificate. Throws unless the search found nothing but what the map keeps. */
export async function certify(row: Row, locale: Locale, report: ScanReport): Promise<SignedCertificate> {
  if (!report.clean) throw new Error("no certificate while something is left");
  const erasedAt = row.erasedAt ?? now();
  const { counts } = row;
  const certificate: Certificate = {
    type: "pix2clip.erasure-certificate",
    version: 1,
    number: row.id,
    language: locale,
    controller: `${controllerOf(locale)} (SIREN ${LEGAL_ENTITY.siren}), ${LEGAL_ENTITY.contact}`,
    reason: row.reason,
    begunAt: row.createdAt.toISOString(),
    erasedAt: erasedAt.toISOString(),
    certifiedAt: now().toISOString(),
    journal: await findEntry(row.pseudonym),
    erased: named(counts.deleted, locale),
    anonymised: named(counts.anonymised, locale),
    files: Object.entries(counts.objects).map(([place, objects]) => ({ place, objects })),
    atProcessors: named(counts.remote, locale).map(({ rows: deleted, ...rest }) => ({ ...rest, deleted })),
    messages: counts.messages,
    kept: keptRows(counts.kept, locale, erasedAt),
    scan: summaryOf(report),
    complaint: `${AUTHORITY.name[locale]}, ${AUTHORITY.address}, ${AUTHORITY.site}`,
    verify: VERIFY[locale](new URL(KEY_PATH, config.PUBLIC_URL).href),
  };
  return signCertificate(certificate, signingKey());
}

const entryOf = (table: string): TableEntry | undefined =>
  allTables().find((entry) => getTableName(entry.table) === table);

const named = (tally: Tally, locale: Locale): { table: string; name: string; rows: number }[] =>
  Object.entries(tally).map(([table, rows]) => ({
    table,
    name: entryOf(table)?.words[locale] ?? table,
    rows,
  }));

/** What stays, at the latest until when: a period that counts from an event of before ends earlier. */
function keptRows(tally: Tally, locale: Locale, erasedAt: Date): Certificate["kept"] {
  return named(tally, locale).flatMap((line) => {
    const entry = entryOf(line.table);
    const onErase = entry && mapOf(entry.table).onErase;
    if (typeof onErase !== "object" || !("keep" in onErase)) return [];
    const { keep } = onErase;
    const until = endOf(keep, erasedAt)?.toISOString() ?? null;
    return [{ ...line, rule: keep, until, because: ruleText(keep, locale) }];
  });
}

function summaryOf({ looked }: ScanReport): Certificate["scan"] {
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    at: now().toISOString(),
    tables: looked.filter(({ kind }) => kind === "table").length,
    rows: sum(looked.flatMap((each) => (each.kind === "table" ? each.rows : []))),
    objects: sum(looked.flatMap((each) => (each.kind === "bucket" ? each.keys : []))),
    messages: sum(looked.flatMap((each) => (each.kind === "queue" ? each.messages : []))),
  };
}
