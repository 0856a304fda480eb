/**
 * Configuration, read from the environment once, when the process starts. A variable that is missing or wrong stops
 * the start and is named. Places outside the European Union are refused here, before anything can be sent to them
 * (policy 05: the only transfer outside the Union is the declared one, to the model provider).
 */
import * as v from "valibot";
import { DatabaseUrl, EuropeanUrl, hostOf, isLoopback, Region } from "./european.ts";
import { LEGAL_ENTITY } from "./legal-entity.ts";
import { linkedSecrets } from "./linked-secrets.ts";
import { ProcessorRecords } from "./processor-record.ts";

const MODEL_PROVIDER_HOST = "api.minimax.io";

/** The stand-in for the model provider: on this machine, or as a function of a preview. */
export const isStandIn = (url: string): boolean =>
  isLoopback(hostOf(url)) || /^https:\/\/[a-z0-9]+\.lambda-url\.eu-west-3\.on\.aws\/?$/.test(url);
const ProviderUrl = v.pipe(
  v.string(),
  v.check(
    (url) => isStandIn(url) || url === `https://${MODEL_PROVIDER_HOST}`,
    `must be https://${MODEL_PROVIDER_HOST}`,
  ),
);
const Text = v.pipe(v.string(), v.nonEmpty("is empty"));
const Whole = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+$/, "is not a whole number"),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );
/** Something in PEM, which begins and ends by saying what it is. */
const Pem = (what: string) =>
  v.pipe(
    v.string(),
    v.regex(RegExp(`-----BEGIN ${what}-----.+-----END ${what}-----`, "s"), `is no ${what} in PEM`),
  );
/** At least 256 bits, in base64url. Every signature and pseudonym is derived from it (base/secret.ts). */
const SecretKey = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{43,}$/, "must be at least 32 bytes in base64url"),
);

const Environment = v.object({
  STAGE: v.pipe(v.string(), v.regex(/^(local|production|pr-\d+)$/)),
  /** `host`: one process serves many requests; `aws`: one request at a time. */
  DEPLOYMENT: v.picklist(["aws", "host"]),
  PUBLIC_URL: v.pipe(v.string(), v.url("is not a URL")),
  SECRET_KEY: SecretKey,
  LOG_LEVEL: v.optional(v.picklist(["debug", "info", "warn", "error", "silent"]), "info"),

  DATABASE_URL: DatabaseUrl,
  DATABASE_CONNECTIONS: v.optional(Whole(1, 100), "10"),

  STORAGE_ENDPOINT: EuropeanUrl,
  STORAGE_REGION: Region,
  STORAGE_ACCESS_KEY_ID: Text,
  STORAGE_SECRET_ACCESS_KEY: Text,
  STORAGE_BUCKET_MEDIA: Text,
  STORAGE_BUCKET_EXPORTS: Text,
  STORAGE_BUCKET_JOURNAL: Text,

  QUEUE_ENDPOINT: v.optional(EuropeanUrl),
  QUEUE_REGION: Region,
  QUEUE_ACCESS_KEY_ID: v.optional(Text),
  QUEUE_SECRET_ACCESS_KEY: v.optional(Text),
  QUEUE_URL_GENERATE: EuropeanUrl,
  QUEUE_URL_MEDIA: EuropeanUrl,
  QUEUE_URL_MAIL: EuropeanUrl,
  QUEUE_URL_REMOTE_DELETE: EuropeanUrl,
  QUEUE_URL_EXPORT: EuropeanUrl,
  QUEUE_URL_ERASE: EuropeanUrl,

  SMTP_URL: v.optional(EuropeanUrl),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.email("is not an address")), LEGAL_ENTITY.contact),

  MINIMAX_BASE_URL: v.optional(ProviderUrl, `https://${MODEL_PROVIDER_HOST}`),
  MINIMAX_API_KEY: v.optional(Text),
  /** Where the provider lets results be downloaded from, comma separated; a leading dot allows subdomains. */
  MINIMAX_DOWNLOAD_HOSTS: v.optional(Text, ".minimax.io,.aliyuncs.com"),

  /** What was signed with each processor, and when (processor-record.ts). */
  PROCESSOR_RECORDS: v.optional(ProcessorRecords, "{}"),

  /** PEM chain (leaf first) and PKCS8 key that sign the mark "made by AI" (AI Act, art. 50(2)). */
  SIGNER_CERTIFICATES: v.optional(Pem("CERTIFICATE")),
  SIGNER_PRIVATE_KEY: v.optional(Pem("PRIVATE KEY")),

  WELCOME_CREDITS: v.optional(Whole(0, 100_000), "0"),
  GENERATION_POLL_SECONDS: v.optional(Whole(0, 900), "8"),
  /** A create call that has not answered for so long is lost. Above the client's own limit of 120 seconds. */
  GENERATION_LEASE_SECONDS: v.optional(Whole(1, 900), "180"),
});

export type Config = v.InferOutput<typeof Environment>;

/** A start that must not go on: the message names each bad variable and never shows a value. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Parses an environment. Throws {@link ConfigError} naming every variable that is missing, malformed or not European. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  // The library's own messages quote what they received.
  const message = ({ expected }: { expected: string | null }) => `must be ${expected ?? "of another form"}`;
  const result = v.safeParse(Environment, environment, { message, abortPipeEarly: true });
  const missing: string[] = lackingOnHost(environment);
  const faults: string[] = [];
  for (const issue of result.issues ?? []) {
    const name = v.getDotPath(issue)?.split(".")[0] ?? "environment";
    if (environment[name] === undefined) missing.push(name);
    else faults.push(`${name}: ${issue.message}`);
  }
  if (missing.length > 0) faults.unshift(`missing: ${missing.join(", ")}`);
  if (!result.success || faults.length > 0)
    throw new ConfigError(`Configuration refused.\n  ${faults.join("\n  ")}`);
  const contradiction = contradictionIn(result.output);
  if (contradiction) throw new ConfigError(`Configuration refused.\n  ${contradiction}`);
  return result.output;
}

/** In the cloud each function is told no more than it needs; a host is all of them in one process. */
const ON_HOST = [
  "QUEUE_ENDPOINT",
  "QUEUE_ACCESS_KEY_ID",
  "QUEUE_SECRET_ACCESS_KEY",
  "SMTP_URL",
  "MINIMAX_API_KEY",
  "SIGNER_CERTIFICATES",
  "SIGNER_PRIVATE_KEY",
] as const;

/** Without one of these a server would start, and then send no mail, or make nothing. A local stack brings its own. */
const lackingOnHost = (given: Record<string, string | undefined>): string[] =>
  given.DEPLOYMENT === "host" && given.STAGE !== "local"
    ? ON_HOST.filter((name) => given[name] === undefined)
    : [];

/** What one variable must not be because of another. Only a local stack is reached without encryption. */
function contradictionIn({ STAGE, DEPLOYMENT, PUBLIC_URL, MINIMAX_BASE_URL }: Config): string | undefined {
  if (STAGE === "local" && DEPLOYMENT === "aws")
    return "STAGE: a local stack runs on one machine (DEPLOYMENT host)";
  if (STAGE !== "local" && !PUBLIC_URL.startsWith("https://"))
    return "PUBLIC_URL: must be https outside a local stack";
  if (STAGE === "production" && isStandIn(MINIMAX_BASE_URL))
    return "MINIMAX_BASE_URL: the sandbox cannot be used in production";
  if (STAGE.startsWith("pr-") && !isStandIn(MINIMAX_BASE_URL))
    return "MINIMAX_BASE_URL: a preview uses the sandbox, never the provider";
  return undefined;
}

export const config: Config = parseConfig({ ...process.env, ...linkedSecrets() });
/** True while the model provider is the stand-in that ships with the code; the pages say so. */
export const usesSandbox: boolean = isStandIn(config.MINIMAX_BASE_URL);
/** Where mails can be read while they go to a mailbox of ours; null where they really leave. */
export const localMailbox: string | null =
  config.STAGE.startsWith("pr-") || (config.STAGE === "local" && isLoopback(hostOf(config.SMTP_URL ?? "")))
    ? "/sandbox/mail"
    : null;
