/** Argon2id as Node has it, in a thread of its pool, and the PHC strings in which its results are kept. */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * OWASP's Password Storage Cheat Sheet asks for 19 MiB, two passes and one lane at least. More passes instead of more
 * memory: up to 32 MiB the C library keeps for the next hash, and to get new pages may take longer than to hash. About
 * 50 ms of a core.
 */
export const PARAMETERS = { memoryKib: 19_456, passes: 5, lanes: 1 } as const;
export type Parameters = { memoryKib: number; passes: number; lanes: number };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43,})$/;

/** The parameters of a PHC string; undefined for what is none. */
export function parametersOf(phc: string): Parameters | undefined {
  const [, memoryKib = 0, passes = 0, lanes = 0] = (PHC.exec(phc) ?? []).map(Number);
  return memoryKib === 0 ? undefined : { memoryKib, passes, lanes };
}

/** The PHC string of a password, with a salt of its own. */
export async function hash(password: string, parameters: Parameters = PARAMETERS): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return phcOf(parameters, salt, await derive(password, salt, HASH_BYTES, parameters));
}

/** Whether a password fits a PHC string. Throws for what is none. */
export async function verify(password: string, phc: string): Promise<boolean> {
  const parameters = parametersOf(phc);
  const [salt, kept] = (PHC.exec(phc) ?? []).slice(4).map((text) => Buffer.from(text, "base64"));
  if (!parameters || !salt || !kept) throw new Error("this is no hash of a password");
  return timingSafeEqual(await derive(password, salt, kept.length, parameters), kept);
}

const phcOf = ({ memoryKib, passes, lanes }: Parameters, ...parts: Buffer[]): string =>
  [
    `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}`,
    ...parts.map((bytes) => bytes.toString("base64").replaceAll("=", "")),
  ].join("$");

/** A PHC string of today's parameters that no password fits: what is verified where there is no account. */
export const DUMMY_HASH = phcOf(PARAMETERS, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES));

function derive(
  password: string,
  nonce: Buffer,
  tagLength: number,
  { memoryKib, passes, lanes }: Parameters,
): Promise<Buffer> {
  // The same text typed on two systems may differ in bytes (RFC 8265, 4.2.2: NFC).
  const message = password.normalize("NFC");
  const given = { message, nonce, tagLength, memory: memoryKib, passes, parallelism: lanes };
  return new Promise((done, fail) =>
    argon2("argon2id", given, (error, derived) => (error ? fail(error) : done(derived))),
  );
}
