/** The code as the rules see it: files, what each imports, and its text without comments. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export type Import = {
  /** As written: a package, a `node:` module, or a path. */
  specifier: string;
  /** The file it names, from the root of the repository; undefined for a package. */
  file?: string;
  /** Erased when the code runs. */
  typeOnly: boolean;
  /** The names it takes; empty for a whole module, and for workers and late imports. */
  names: string[];
};

/** The files under a folder whose names end in one of `endings`, in order. */
export function filesUnder(folder: string, endings: readonly string[] = [".ts", ".tsx"]): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => endings.some((ending) => file.endsWith(ending)) && !file.includes("node_modules"))
    .filter((file) => !file.startsWith("web/dist"))
    .sort();
}

const texts = new Map<string, string>();
/** The text of a file. */
export function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
}

/** The text of a source file without its comments; strings stay. */
export const codeOf = (file: string): string => withoutComments(textOf(file));

/** Strings and templates are kept whole, so that `//` inside of one is no comment. */
export const withoutComments = (text: string): string =>
  text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, kept) => kept ?? "",
  );

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?([\w*{][^"';]*?)\s+from\s+["']([^"']+)["']/gm;
const BARE = /^\s*import\s+["']([^"']+)["']/gm;
const LATE = /\bimport\(\s*["']([^"']+)["']/g;
/** A worker, a child process or a file that is read: a text that is the path of a source file. */
const PATH = /["'](\.{0,2}\/?[\w./-]+\.tsx?)["']/g;

/** Everything that a source file refers to. */
export const importsOf = (file: string): Import[] => importsIn(file, codeOf(file));

/** The same for a given text, as if it stood in `file`. */
export function importsIn(file: string, code: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, names: string[] = []) =>
    found.push({ specifier, typeOnly, names, ...located(file, specifier) });
  for (const [, type, clause = "", specifier = ""] of code.matchAll(STATEMENT)) {
    const names = [...(/\{([^}]*)\}/.exec(clause)?.[1] ?? "").split(",")]
      .map((name) => name.trim())
      .filter(Boolean);
    const onlyTypes =
      names.length > 0 && !/^\w/.test(clause) && names.every((name) => name.startsWith("type "));
    add(specifier, type !== undefined || onlyTypes, names);
  }
  for (const [, specifier = ""] of code.matchAll(BARE)) add(specifier, false);
  for (const [, specifier = ""] of code.matchAll(LATE)) add(specifier, false);
  return found;
}

const located = (file: string, specifier: string): { file?: string } =>
  specifier.startsWith(".") ? { file: normalize(join(dirname(file), specifier)) } : {};

/** Source files whose path stands as a text in a file: workers and child processes, beside it or from the root. */
export function pathsIn(file: string, known: ReadonlySet<string>): string[] {
  return [...codeOf(file).matchAll(PATH)].flatMap(([, path = ""]) =>
    [normalize(join(dirname(file), path)), normalize(path)].filter((candidate) => known.has(candidate)),
  );
}
