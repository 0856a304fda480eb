/**
 * The processors: everybody outside who may receive personal data, and the hosts they answer on. The egress module
 * calls nobody else, and the published list of recipients is printed from here (GDPR art. 28; policy 05). What was
 * signed with each, and when, comes with the configuration: dates of contracts are facts of the operator.
 */
import { now } from "./clock.ts";
import { config, isStandIn, usesSandbox } from "./config.ts";
import type { Locale } from "./locale.ts";
import type { ProcessorRecord } from "./processor-record.ts";

export type ProcessorId = "hetzner" | "aws" | "scaleway" | "minimax";
export type Processor = {
  id: ProcessorId;
  name: string;
  /** ISO 3166. */
  country: "DE" | "FR" | "LU" | "CN";
  /** Registered office and telephone of one that may be our host: the legal notice names them (LCEN, art. 6 III). */
  office: string | null;
  /** Where its machines are that we use, as it names the place. */
  region: string | null;
  /** Outside the Union and without an adequacy decision: a transfer in the sense of GDPR chapter V. */
  outsideUnion: boolean;
  /** Exact hosts of its HTTP service, or suffixes with a leading dot; none for those reached through other clients. */
  hosts: readonly string[];
};

const hostOf = (url: string) => new URL(url).hostname;

export const PROCESSORS: Record<ProcessorId, Processor> = {
  hetzner: {
    id: "hetzner",
    name: "Hetzner Online GmbH",
    country: "DE",
    office: "Industriestr. 25, 91710 Gunzenhausen, +49 9831 5050",
    region: null,
    outsideUnion: false,
    hosts: [],
  },
  aws: {
    id: "aws",
    name: "Amazon Web Services EMEA SARL",
    country: "LU",
    office: "38 avenue John F. Kennedy, L-1855 Luxembourg, +352 2789 0057",
    region: "eu-west-3",
    outsideUnion: false,
    hosts: [],
  },
  scaleway: {
    id: "scaleway",
    name: "Scaleway SAS",
    country: "FR",
    office: null,
    region: "fr-par",
    outsideUnion: false,
    hosts: [],
  },
  minimax: {
    id: "minimax",
    name: "MiniMax",
    country: "CN",
    office: null,
    region: null,
    outsideUnion: true,
    hosts: [
      hostOf(config.MINIMAX_BASE_URL),
      ...config.MINIMAX_DOWNLOAD_HOSTS.split(",").map((host) => host.trim()),
    ],
  },
};

/** The country of a processor in words. */
export const countryName = ({ country }: Pick<Processor, "country">, locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;

/** True where the service talks to a stand-in of its own instead: then nothing goes to that processor. */
export const isReplaced = (id: ProcessorId): boolean =>
  id === "minimax" && isStandIn(config.MINIMAX_BASE_URL);

const STAND_IN: Record<Locale, string> = {
  en: "the stand-in for MiniMax that ships with the service",
  fr: "la doublure de MiniMax livrée avec le service",
};

/** Who is meant by a processor in the records of this deployment. */
export const processorName = (id: ProcessorId, locale: Locale): string =>
  isReplaced(id) ? STAND_IN[locale] : PROCESSORS[id].name;

/** What was signed with a processor; empty where the operator has recorded nothing. */
export const recordOf = (id: ProcessorId): ProcessorRecord => config.PROCESSOR_RECORDS[id] ?? {};

export type Suspension = "no_agreement" | "no_clauses" | "no_assessment" | "review_overdue";

/**
 * Why nothing may be sent to a processor now, or null. A transfer outside the Union needs the standard clauses and an
 * assessment whose review date has not passed (Decision 2021/914, clauses 8 and 14; CNIL guide of 31 January 2025).
 * The stand-in on this machine receives no transfer, and a local stack with the operator's own key serves nobody else:
 * there, records are only held to their dates where there are some.
 */
export function suspensionOf(id: ProcessorId): Suspension | null {
  if (!PROCESSORS[id].outsideUnion) return null;
  const { agreement, clauses, assessment } = recordOf(id);
  if (assessment && assessment.reviewBy < now().toISOString().slice(0, 10)) return "review_overdue";
  if (usesSandbox || config.STAGE === "local") return null;
  if (!agreement) return "no_agreement";
  if (!clauses) return "no_clauses";
  return assessment ? null : "no_assessment";
}
