/**
 * JSON with the provider's file ids: raw numbers of up to 64 bits, of which `JSON.parse` would round the last digits
 * (2^53 has 16 of them). Here they are text, read from and written to the JSON itself.
 */
declare global {
  interface JSON {
    /** ES2026, in Node since 21: text that is put into the JSON as it is. */
    rawJSON(text: string): unknown;
  }
}

/** Parses JSON; a whole number too large for a double becomes its digits as text. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source ?? "";
    return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? source
      : value;
  });
}

/** Digits, to be written as a number without passing through one. Throws an Error for anything else. */
export function rawNumber(digits: string): unknown {
  if (!/^\d{1,19}$/.test(digits)) throw new Error("not an id of the provider");
  return JSON.rawJSON(digits);
}
