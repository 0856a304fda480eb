/**
 * The API's 64-bit ids as they travel: raw JSON numbers of 18 digits. `JSON.parse` would round them (2^53 has 16), so
 * they are strings of digits inside, and are read from and written to the JSON text itself.
 */
declare global {
  interface JSON {
    /** ES2026, in Node since 21: text that is put into the JSON as it is. */
    rawJSON(text: string): unknown;
  }
}

/** Digits, to be written into JSON as a number without passing through one. */
export const raw = (digits: string): unknown => JSON.rawJSON(digits);

/** Parses JSON; a whole number too large for a double becomes a bigint. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source ?? "";
    return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value;
  });
}
