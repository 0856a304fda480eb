/** The script of the first load of each page, beside a bare page of Preact with its router. */
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build as buildBare } from "esbuild";
import { build, type Rolldown } from "vite";
import { PAGE_MAX_GZIP_BYTES } from "./budgets.ts";
import type { Line } from "./line.ts";

const WEB = resolve(import.meta.dirname, "../../web");
const BARE_PAGE = `
  import { h, render } from "preact";
  import { LocationProvider, Router, Route } from "preact-iso";
  const Page = () => h("p", null, "hello");
  render(h(LocationProvider, null, h(Router, null, h(Route, { path: "/", component: Page }))), document.body);`;

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

async function barePage(): Promise<number> {
  const built = await buildBare({
    stdin: { contents: BARE_PAGE, resolveDir: WEB },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return gzipSync(built.outputFiles[0]?.contents ?? "").byteLength;
}

/** The chunks that vite writes, by file name. */
async function chunks(): Promise<Map<string, Rolldown.OutputChunk>> {
  const built = await build({ root: WEB, logLevel: "silent", build: { write: false } });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    "output" in one ? one.output : [],
  );
  return new Map(outputs.flatMap((output) => (output.type === "chunk" ? [[output.fileName, output]] : [])));
}

/** Everything that a chunk needs before it runs, itself included. */
function closure(all: ReadonlyMap<string, Rolldown.OutputChunk>, start: string, seen = new Set<string>()) {
  const chunk = all.get(start);
  if (!chunk || seen.has(start)) return seen;
  seen.add(start);
  for (const next of chunk.imports) closure(all, next, seen);
  return seen;
}

/** Bytes after gzip of the script that each page needs at its first load, by the name of the page. */
export async function pageSizes(): Promise<Map<string, number>> {
  const all = await chunks();
  const sizes = new Map([...all].map(([name, chunk]) => [name, gzipSync(chunk.code).byteLength]));
  const weigh = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const entries = [...all.values()].filter((chunk) => chunk.isEntry);
  const shell = new Set(entries.flatMap((entry) => [...closure(all, entry.fileName)]));
  const lazy = [...all.values()].filter((chunk) => chunk.isDynamicEntry);
  const languages = lazy.filter((chunk) => isLanguage(chunk));
  /** A page is shown in one language: the heavier one counts, with the texts of the page's own folder. */
  const wordsOf = (page: Rolldown.OutputChunk) => {
    const needed = ({ facadeModuleId: id }: Rolldown.OutputChunk) =>
      /\/i18n\/\w+\.ts$/.test(id ?? "") || (areaOf(id) !== undefined && areaOf(id) === folderOf(page));
    const weighed = ["en", "fr"].map((locale) => {
      const spoken = languages.filter((chunk) => localeOf(chunk.facadeModuleId) === locale && needed(chunk));
      return weigh(new Set(spoken.flatMap((chunk) => [...difference(closure(all, chunk.fileName), shell)])));
    });
    return Math.max(...weighed);
  };
  const routes = new Set([...shell].flatMap((name) => all.get(name)?.dynamicImports ?? []));
  const pages = lazy.filter((chunk) => routes.has(chunk.fileName) && !isLanguage(chunk));
  return new Map(
    pages.map((page) => [
      page.name,
      wordsOf(page) + weigh(new Set([...shell, ...closure(all, page.fileName)])),
    ]),
  );
}

/** i18n/fr.ts and i18n/fr/privacy.ts are French; the second one belongs to the pages in pages/privacy/. */
const localeOf = (id: string | null) => /\/i18n\/(\w+)/.exec(id ?? "")?.[1];
const areaOf = (id: string | null) => /\/i18n\/\w+\/(\w+)\.ts$/.exec(id ?? "")?.[1];
const folderOf = (page: Rolldown.OutputChunk) => /\/pages\/(\w+)\//.exec(page.facadeModuleId ?? "")?.[1];
const isLanguage = (chunk: Rolldown.OutputChunk) => /\/i18n\//.test(chunk.facadeModuleId ?? "");
const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((name) => !b.has(name));

/** Measures the line: the heaviest page. */
export async function measurePages(): Promise<Line[]> {
  const [sizes, bare] = [await pageSizes(), await barePage()];
  const [name, bytes] = [...sizes].reduce(
    (heaviest, page) => (page[1] > heaviest[1] ? page : heaviest),
    ["none", 0],
  );
  return [
    {
      what: `script of the heaviest of ${sizes.size} pages (${name})`,
      ours: kilobytes(bytes),
      peer: `${kilobytes(bare)} (bare Preact + router)`,
      ratio: (bytes / bare).toFixed(1),
      budget: `<= ${kilobytes(PAGE_MAX_GZIP_BYTES)}`,
      kept: sizes.size > 0 && bytes <= PAGE_MAX_GZIP_BYTES,
    },
  ];
}
