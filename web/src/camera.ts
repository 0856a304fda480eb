/**
 * Camera words in a prompt: `[Push in]`. Words in one bracket act together, `[Push in, Tilt up]`, so a second word put
 * right after a bracket of camera words joins it.
 */

export type Caret = { text: string; caret: number };

/** The provider advises no more in one bracket (video v1, camera control); the next word begins a new one. */
const MOST_TOGETHER = 3;

const bare = (word: string) => word.replace(/^\[|\]$/g, "");
const wordsIn = (bracket: string) => bracket.split(",").map((word) => word.trim());
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/**
 * Puts a camera word where the selection is. `known` are all camera words: a bracket of anything else is the writer's
 * own. Words come as the catalogue has them, `[Push in]`. A word that is already in the bracket is not put twice.
 */
export function insertCamera(
  text: string,
  selection: { start: number; end: number },
  word: string,
  known: readonly string[],
): Caret {
  const added = bare(word);
  const bracket = cameraBracketAt(text, selection.start, known.map(bare));
  if (!bracket) return insertBracket(text, selection, added);
  const words = wordsIn(text.slice(bracket.open + 1, bracket.close));
  const after = bracket.close + 1;
  if (words.some((other) => same(other, added))) return { text, caret: after };
  if (words.length >= MOST_TOGETHER) return insertBracket(text, { start: after, end: after }, added);
  const joined = `[${[...words, added].join(", ")}]`;
  return {
    text: text.slice(0, bracket.open) + joined + text.slice(after),
    caret: bracket.open + joined.length,
  };
}

/** The bracket of camera words that the caret is in or stands right behind. */
function cameraBracketAt(
  text: string,
  caret: number,
  known: readonly string[],
): { open: number; close: number } | undefined {
  const end = text.slice(0, caret).trimEnd().length;
  const open = text.lastIndexOf("[", end - 1);
  const close = text.indexOf("]", open);
  if (end === 0 || open < 0 || close < 0 || end > close + 1) return undefined;
  const words = wordsIn(text.slice(open + 1, close));
  return words.every((word) => known.some((other) => same(other, word))) ? { open, close } : undefined;
}

function insertBracket(text: string, selection: { start: number; end: number }, word: string): Caret {
  const [before, after] = [text.slice(0, selection.start), text.slice(selection.end)];
  const left = before === "" || /\s$/.test(before) ? "" : " ";
  const right = after === "" || /^[\s,.;:!?]/.test(after) ? "" : " ";
  const head = `${before}${left}[${word}]`;
  return { text: `${head}${right}${after}`, caret: head.length };
}
