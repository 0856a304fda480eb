/** The one file that imports sst. */
import { Resource } from "sst";

/**
 * The secrets that sst has linked to this function, by the names of their variables: the link SecretKey is SECRET_KEY.
 * They come encrypted in the bundle, for the environment of a function is shown in its console. None on a host.
 */
export function linkedSecrets(): Record<string, string> {
  if (process.env.SST_KEY_FILE === undefined) return {};
  const links: [string, { value?: unknown }][] = Object.entries(Resource);
  return Object.fromEntries(
    links.flatMap(([name, { value }]) =>
      typeof value === "string" ? [[name.replace(/(?<=.)[A-Z]/g, "_$&").toUpperCase(), value]] : [],
    ),
  );
}
