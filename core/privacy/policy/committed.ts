/** The texts in versions/, read when somebody asks for one. They lie beside the code, not in it: a bundle stays small. */
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import type { Config } from "../../base/config.ts";
import type { Locale } from "../../base/locale.ts";
import { PolicyDocument } from "./policy.schema.ts";

/** A version as it was written for a kind of deployment; the first one was the same for all. */
export async function committedPolicy(
  version: number,
  deployment: Config["DEPLOYMENT"],
  locale: Locale,
): Promise<PolicyDocument> {
  const text = (await read(`${version}.${deployment}.${locale}`)) ?? (await read(`${version}.${locale}`));
  if (text === undefined) throw new Error("a version of the policy without its text");
  return v.parse(PolicyDocument, JSON.parse(text));
}

async function read(name: string): Promise<string | undefined> {
  try {
    return await readFile(new URL(`./versions/${name}.json`, import.meta.url), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
