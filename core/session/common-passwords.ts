/**
 * The commonest passwords, known offline: no third party learns what anybody types. Shipped is a Bloom filter of the
 * 44,000 that have at least 12 characters among the million commonest, and of the 10,000 commonest of any length, made
 * by tests/support/common-passwords.ts. One password in 100,000 is refused without being on the list.
 */
import { inFilter } from "./bloom.ts";
import data from "./common-passwords.json" with { type: "json" };

const filter = Buffer.from(data.filter, "base64");

/** A common word is still one when so few characters are put around it ("Password2026!"). */
const MAX_DECORATION = 6;
const MIN_CORE = 4;
/** Letters as they are disguised. */
const DISGUISES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const undisguise = (text: string) => text.replace(/[013457@$!]/g, (letter) => DISGUISES[letter] ?? letter);

/** Whether a password is on the list, or is one of the list with a little around it or with letters disguised. */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  if (inFilter(filter, text) || inFilter(filter, undisguise(text))) return true;
  const core = text.replace(/^[^a-z]+|[^a-z]+$/g, "");
  if (core.length < MIN_CORE || text.length - core.length > MAX_DECORATION) return false;
  return inFilter(filter, core) || inFilter(filter, undisguise(core));
}
