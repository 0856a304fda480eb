/**
 * Places that may hold personal data: all in the European Union, or this machine (policy 05: the only transfer outside the
 * Union is the declared one, to the model provider).
 */
import * as v from "valibot";

/** Hosts in the European Union. A leading dot allows subdomains. */
const EUROPEAN_HOSTS = [
  "s3.fr-par.scw.cloud",
  ".s3.fr-par.scw.cloud",
  ".rdb.fr-par.scw.cloud",
  "sqs.mnq.fr-par.scaleway.com",
  "smtp.tem.scaleway.com",
  "sqs.eu-west-3.amazonaws.com",
  ".eu-west-3.rds.amazonaws.com",
];

/** This machine, and no name that merely begins like its address ("127.evil.example"). */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
const matches = (host: string, allowed: string) =>
  allowed.startsWith(".") ? host.endsWith(allowed) : host === allowed;

export const hostOf = (url: string): string => URL.parse(url)?.hostname ?? "";
export const EuropeanUrl = v.pipe(
  v.string(),
  v.check((url) => hostOf(url) !== "", "is not a URL"),
  v.check(
    (url) => isLoopback(hostOf(url)) || EUROPEAN_HOSTS.some((allowed) => matches(hostOf(url), allowed)),
    "names a host outside the list of European hosts",
  ),
  v.check((url) => isLoopback(hostOf(url)) || !/^http:/i.test(url), "must be https"),
);
/** Modes of `sslmode` in which postgres.js gives up rather than speak in the clear. */
const ENCRYPTED = ["require", "verify-full"];
export const DatabaseUrl = v.pipe(
  EuropeanUrl,
  v.check(
    (url) => isLoopback(hostOf(url)) || ENCRYPTED.includes(URL.parse(url)?.searchParams.get("sslmode") ?? ""),
    "must ask for encryption (sslmode=require or verify-full)",
  ),
);
export const Region = v.picklist(["fr-par", "eu-west-3"], "is not a region in the European Union");
