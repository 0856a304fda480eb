/**
 * Finds what looks like personal data in a prompt, here in the browser and nowhere else: addresses, phone numbers, IBAN
 * (ISO 13616, check digits mod 97) and French social security numbers (NIR, key 97 − n mod 97). What it finds is shown
 * to the writer and never sent or kept. It prefers silence to a false alarm, so both numbers must have right check digits.
 */

export type PersonalKind = "email" | "phone" | "iban" | "nir";
/** A stretch of the text, `end` exclusive. */
export type Finding = { kind: PersonalKind; start: number; end: number; text: string };

const SPACE = "[ \\u00a0\\u202f]";
const EMAIL =
  /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}[\p{L}\p{N}])?\.)+\p{L}{2,24}/gu;
const IBAN_START = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}/giu;
const NIR = new RegExp(
  `(?<!\\d)[1-478]${SPACE}?\\d{2}${SPACE}?\\d{2}${SPACE}?\\d[\\dAB]${SPACE}?\\d{3}${SPACE}?\\d{3}${SPACE}?\\d{2}(?!\\d)`,
  "gi",
);
/** With a country code; French (and Belgian, Swiss, ...) national; North American; British and German national. */
const PHONES = [
  /(?<![\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,2}(?:[ .\-()/\u00a0\u202f]{0,2}\d){6,12}(?!\d)/gu,
  /(?<![\p{L}\d.,])0[1-9](?:[ .\-\u00a0\u202f]?\d{2}){4}(?!\d)/gu,
  /(?<![\p{L}\d])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/gu,
  /(?<![\p{L}\d.,])\(?0[1-9]\d{1,3}\)?[ \-/\u00a0]\d{3,4}[ -]?\d{3,4}(?!\d)/gu,
];

/** Length of an IBAN by country, from the SWIFT registry: Europe and its neighbours. */
const IBAN_LENGTH: Record<string, number> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BY28 CH21 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 " +
    "GE22 GI23 GL18 GR27 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 " +
    "MK19 MR27 MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Everything in the text that looks like personal data, in order, without overlaps. */
export function findPersonalData(text: string): Finding[] {
  const found: Finding[] = [];
  const add = (kind: PersonalKind, start: number, end: number) => {
    if (found.every((other) => end <= other.start || start >= other.end))
      found.push({ kind, start, end, text: text.slice(start, end) });
  };
  for (const match of text.matchAll(EMAIL)) add("email", match.index, match.index + match[0].length);
  for (const match of text.matchAll(IBAN_START)) {
    const end = endOfIban(text, match.index);
    if (end !== undefined) add("iban", match.index, end);
  }
  for (const match of text.matchAll(NIR))
    if (isNir(match[0])) add("nir", match.index, match.index + match[0].length);
  for (const pattern of PHONES)
    for (const match of text.matchAll(pattern)) add("phone", match.index, match.index + match[0].length);
  return found.sort((a, b) => a.start - b.start);
}

/** What was found and not yet allowed by the writer. */
export const undecided = (text: string, allowed: readonly string[]): Finding[] =>
  findPersonalData(text).filter((finding) => !allowed.includes(finding.text));

/** The start of an address or of a number, right where the text ends. */
const UNFINISHED = /(?:@[\p{L}\p{N}.-]*|(?:\+|\d|\b[A-Z]{2}\d)[A-Z\d .\-/()\u00a0\u202f]{2,})$/u;

/**
 * True while somebody may be in the middle of typing personal data: then it is too early to say that there is none.
 * What has been found already is not in the making.
 */
export const mayBecomePersonal = (text: string): boolean =>
  UNFINISHED.test(text) && findPersonalData(text).at(-1)?.end !== text.length;

/** The text without the findings; the gaps they leave are closed. */
export function removeFindings(text: string, findings: readonly Finding[]): string {
  const kept = [...findings].sort((a, b) => b.start - a.start).reduce(cutOut, text);
  return kept.trim();
}

function cutOut(text: string, { start, end }: Finding): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  return /\s$/.test(before) && /^[\s,.;:!?]/.test(after) ? before.trimEnd() + after : before + after;
}

/** Where an IBAN that starts here ends, or undefined when there is none. Groups may be parted by single spaces. */
function endOfIban(text: string, start: number): number | undefined {
  const length = IBAN_LENGTH[text.slice(start, start + 2).toUpperCase()];
  if (length === undefined) return undefined;
  let compact = "";
  let at = start;
  while (compact.length < length && at < text.length) {
    const character = text.charAt(at);
    if (/[A-Z\d]/i.test(character)) compact += character.toUpperCase();
    else if (!/[ \-\u00a0\u202f]/.test(character) || /[ \-\u00a0\u202f]/.test(text.charAt(at - 1)))
      return undefined;
    at += 1;
  }
  const followed = /[\p{L}\p{N}]/u.test(text.charAt(at));
  return compact.length === length && !followed && mod97(compact.slice(4) + compact.slice(0, 4)) === 1
    ? at
    : undefined;
}

/** Remainder of a long number by 97; letters count 10 to 35. */
function mod97(digitsAndLetters: string): number {
  let rest = 0;
  for (const character of digitsAndLetters)
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** 13 characters and a key of two digits. Corsica's departments 2A and 2B count as 19 and 18. */
function isNir(text: string): boolean {
  const compact = text.replace(/[^\dAB]/gi, "").toUpperCase();
  const month = Number(compact.slice(3, 5));
  // 1 to 12; 20 to 42 and 50 to 99 stand for months that were not known.
  if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  const number = compact
    .slice(0, 13)
    .replace(/^(.{5})2A/, "$119")
    .replace(/^(.{5})2B/, "$118");
  return /^\d{13}$/.test(number) && Number(compact.slice(13)) === 97 - mod97(number);
}
