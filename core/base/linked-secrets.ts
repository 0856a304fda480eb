/** The one file that imports sst. */
import { Resource } from "sst";

/** How a variable is written; a link has other properties beside. */
const VARIABLE = /^[A-Z]+(_[A-Z]+)+$/;

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
    found.filter(([name, value]) => typeof value === "string" && VARIABLE.test(String(name))),
  );
}

const variableOf = (link: string): string => link.replace(/(?<=.)[A-Z]/g, "_$&").toUpperCase();
