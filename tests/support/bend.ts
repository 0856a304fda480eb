/** A valid body bent out of shape in every way that a caller can get it wrong. */
export type Bent = { what: string; body: unknown; mustBeRefused: boolean };

/** Stands in every bent value: it must come back in no answer. */
export const CANARY = "CANARY-7f3a";

type Step = string | number;
type Tree = { [key: string]: unknown } | unknown[];
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
const isRecord = (value: unknown): value is Record<string, unknown> => isTree(value) && !Array.isArray(value);

/** Every place inside a value, the outermost first. */
function places(value: unknown, path: Step[] = []): { path: Step[]; value: unknown }[] {
  const inner = isTree(value)
    ? Object.entries(value).flatMap(([key, child]) =>
        places(child, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : [];
  return [{ path, value }, ...inner];
}

/** A copy with the place changed; `undefined` removes it. */
function withPlace(whole: unknown, path: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const copy = structuredClone(whole) as Record<Step, unknown>;
  if (rest.length === 0 && value === undefined) delete copy[step];
  else copy[step] = withPlace(copy[step], rest, value);
  return copy;
}

/** Values of every other type than the given one. */
function otherTypes(value: unknown): [string, unknown][] {
  const all: [string, unknown][] = [
    ["a text", CANARY],
    ["a number", 7_204_531.5],
    ["a truth value", true],
    ["a list", [CANARY]],
    ["an object", { nested: CANARY }],
    ["null", null],
  ];
  const kind = (it: unknown) => (it === null ? "null" : Array.isArray(it) ? "list" : typeof it);
  return all.filter(([, other]) => kind(other) !== kind(value));
}

/** All bent forms of a sample. A missing field may be an optional one; everything else must be refused. */
export function bend(sample: unknown): Bent[] {
  return places(sample).flatMap(({ path, value }): Bent[] => {
    const at = path.join(".") || "the body";
    const put = (what: string, changed: unknown, mustBeRefused = true) => ({
      what: `${at}: ${what}`,
      body: withPlace(sample, path, changed),
      mustBeRefused,
    });
    return [
      ...otherTypes(value).map(([what, other]) => put(`${what} instead`, other)),
      ...(path.length > 0 ? [put("missing", undefined, false)] : []),
      ...(typeof value === "string" ? [put("with U+0000", `${value}\0${CANARY}`)] : []),
      ...(typeof value === "string" ? [put("far too long", CANARY.repeat(2000))] : []),
      ...(typeof value === "number" ? [put("huge", 1e300), put("negative", -1)] : []),
      ...(isRecord(value) ? [put("with a field too many", { ...value, unexpected: CANARY })] : []),
    ];
  });
}
