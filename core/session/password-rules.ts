/**
 * Which passwords may be chosen: at least 12 characters (the schema says so), none of the commonest, none that follows
 * from the person or from a keyboard row. CNIL recommendation 2022-100; NIST SP 800-63B, 5.1.1.2.
 */

import { PASSWORD_MIN_LENGTH } from "../account/account.schema.ts";
import { AppError, type FieldRule } from "../base/error.ts";

/** What others know or can guess of the person. */
export type PersonalWords = { firstName: string; lastName: string; email: string };

const SERVICE_WORDS = ["pix2clip", "qrcommunication"];
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
];
/** Neighbours on a row, in both directions. */
const STEPS = new Set(
  ROWS.flatMap((row) => [...row].slice(1).flatMap((next, i) => [`${row[i]}${next}`, `${next}${row[i]}`])),
);
/** What has to be left of a password once the words about the person are taken out. */
const MIN_LEFT = 8;

/** Refuses a password that is too easy to guess: `invalid_input` for the field `path`. */
export async function refuseWeakPassword(
  password: string,
  person: PersonalWords,
  path: string,
): Promise<void> {
  // Loaded by the first call: the list is as large as half of what a cold start has to read otherwise.
  const { isCommonPassword } = await import("./common-passwords.ts");
  const refuse = (rule: FieldRule) => new AppError("invalid_input", { fields: [{ path, rule }] });
  if (isCommonPassword(password)) throw refuse("common_password");
  if (isPersonal(password, person) || isRepetition(password) || isSequence(password))
    throw refuse("guessable_password");
}

/** Letters and digits only, without accents, in lower case. */
const plain = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

function isPersonal(password: string, person: PersonalWords): boolean {
  const [mailbox = "", domain = ""] = person.email.split("@");
  const words = [mailbox, ...mailbox.split(/[^\p{L}]+/u), domain, domain.split(".")[0] ?? ""];
  const names = [person.firstName, person.lastName].flatMap((name) => [name, ...name.split(/[\s'-]+/)]);
  const known = [...words, ...names, ...SERVICE_WORDS].map(plain).filter((word) => word.length >= 3);
  let left = plain(password);
  const before = left.length;
  for (const word of known.sort((a, b) => b.length - a.length)) left = left.replaceAll(word, "");
  return left.length < before && left.length < MIN_LEFT;
}

/** One short piece over and over: as good as the piece alone. */
function isRepetition(password: string): boolean {
  const text = password.toLowerCase();
  for (let size = 1; size < PASSWORD_MIN_LENGTH && size * 2 <= text.length; size++)
    if (
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .startsWith(text)
    )
      return true;
  return false;
}

/** Runs along the alphabet, the digits or a keyboard row, four characters or more each on average. */
function isSequence(password: string): boolean {
  const text = password.toLowerCase();
  let runs = 1;
  for (let i = 1; i < text.length; i++)
    if (text[i] !== text[i - 1] && !STEPS.has(text.slice(i - 1, i + 1))) runs++;
  return runs * 4 <= text.length;
}
