/**
 * Verifies a certificate of erasure: `npm run verify-certificate -- certificate.json [key]`. The key is the one that the
 * service publishes, as PEM or as its address answers; without a file it is this service's own.
 */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import * as v from "valibot";
import { SignedCertificate } from "../core/privacy/erasure/certificate.schema.ts";
import { isGenuine } from "../core/privacy/erasure/signature.ts";
import { Refused } from "./refused.ts";

const Certificate = v.pipe(v.string(), v.parseJson(), SignedCertificate);

async function keyFrom(file: string | undefined): Promise<KeyObject> {
  if (file) return publicKeyIn(file);
  // Only here, for it needs the configuration of the service.
  const { publicKey } = await import("../core/privacy/erasure/signing-key.ts");
  return createPublicKey(publicKey().pem);
}

function publicKeyIn(file: string): KeyObject {
  try {
    return createPublicKey(pemIn(readFileSync(file, "utf8")));
  } catch {
    throw new Refused(`There is no public key in ${file}.`);
  }
}

/** The key of a file: PEM, or the whole answer of the address that publishes it, which holds the PEM. */
function pemIn(text: string): string {
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ pem: v.string() })), text);
  return answer.success ? answer.output.pem : text;
}

/**
 * The names in a text of JSON. One that stands there twice would show its reader a value that is not the signed one: of
 * both, parsing keeps the last.
 */
const namesIn = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon).length;

function countNames(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, each) => sum + countNames(each), own);
}

/** What is to be said of a file, and whether its certificate is genuine. */
export async function verdictOn(
  file: string,
  keyFile?: string,
): Promise<{ genuine: boolean; lines: string[] }> {
  const text = readFileSync(file, "utf8");
  const parsed = v.safeParse(Certificate, text);
  if (!parsed.success || namesIn(text) > countNames(parsed.output))
    return { genuine: false, lines: ["This is no certificate of erasure."] };
  const { output } = parsed;
  if (!isGenuine(output, await keyFrom(keyFile)))
    return { genuine: false, lines: ["NOT genuine: it was changed, or signed with another key."] };
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    genuine: true,
    lines: [
      `Genuine. Certificate ${output.number} of ${output.controller}`,
      `Erased at ${output.erasedAt}: ${sum(output.erased.map(({ rows }) => rows))} rows, ${sum(output.files.map(({ objects }) => objects))} files.`,
      ...output.kept.map(
        ({ name, rows, until }) => `Kept until ${until ?? "?"} at the latest: ${name} (${rows})`,
      ),
    ],
  };
}

/** Refuses what is not genuine, so that a script can ask. */
export async function command([file, keyFile, ...more]: string[]): Promise<string> {
  if (!file || more.length > 0) throw new Refused("Usage: verify-certificate certificate.json [key]");
  const missing = [file, keyFile].find(
    (each) => each !== undefined && !statSync(each, { throwIfNoEntry: false })?.isFile(),
  );
  if (missing) throw new Refused(`There is no file ${missing}.`);
  const { genuine, lines } = await verdictOn(file, keyFile);
  if (!genuine) throw new Refused(lines.join("\n"));
  return lines.join("\n");
}
