/** The one file that imports sst. */
import { Resource } from "sst";

/** What comes by a link and no other way in the cloud; a link has other properties beside. */
export const LINKED: readonly string[] = [
  "DATABASE_APP_PASSWORD",
  "DATABASE_URL",
  "MAILBOX_KEY",
  "MINIMAX_API_KEY",
  "OWNER_DATABASE_URL",
  "SECRET_KEY",
  "SIGNER_CERTIFICATES",
  "SIGNER_PRIVATE_KEY",
  "SMTP_URL",
  "STORAGE_ACCESS_KEY_ID",
  "STORAGE_SECRET_ACCESS_KEY",
];

/**
 * The secrets that sst has linked to this function, by the names of their variables: the link SecretKey is SECRET_KEY, and
 * one of several holds each by its name. They come encrypted in the bundle, for the environment of a function is shown in
 * its console. None on a host.
 */
export function linkedSecrets(): Record<string, string> {
  if (process.env.SST_KEY_FILE === undefined) return {};
  const links: [string, Record<string, unknown>][] = Object.entries(Resource);
  const found = links.flatMap(([link, properties]) =>
    Object.entries(properties).map(([name, value]) => [name === "value" ? variableOf(link) : name, value]),
  );
  return Object.fromEntries(
    found.filter(([name, value]) => typeof value === "string" && LINKED.includes(String(name))),
  );
}

/** SecretKey: SECRET_KEY. */
export const variableOf = (link: string): string => link.replace(/(?<=.)[A-Z]/g, "_$&").toUpperCase();
