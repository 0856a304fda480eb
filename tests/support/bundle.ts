/** The API as Lambda gets it: built with the options of sst's bundler, one file and the parts that it loads later. */
import { basename } from "node:path";
import { build, type Metafile } from "esbuild";

export type Bundle = {
  /** Every file of it by its name; the entry is {@link ENTRY}. */
  files: Map<string, Uint8Array>;
  bytes: number;
  /** What is loaded before the first request: the entry and what it imports at once. */
  bytesAtStart: number;
  /** Every source file that went in, from the root of the repository; and those that are there at the start. */
  inputs: string[];
  inputsAtStart: string[];
  /** Packages that stay outside and are loaded at run time. */
  external: string[];
};

export const ENTRY = "bundle.mjs";
/** Some packages of the cloud's SDK are CommonJS inside and ask for Node's own modules by `require`. */
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** Bundles an entry point for Node. `installed` are packages that lie beside the bundle instead of inside. */
export async function bundle(file: string, installed: readonly string[] = []): Promise<Bundle> {
  const result = await build({
    entryPoints: { bundle: file },
    bundle: true,
    external: [...installed],
    minify: true,
    keepNames: true,
    splitting: true,
    platform: "node",
    target: "esnext",
    format: "esm",
    mainFields: ["module", "main"],
    outdir: ".",
    outExtension: { ".js": ".mjs" },
    banner: { js: REQUIRE },
    metafile: true,
    write: false,
    logLevel: "silent",
    loader: { ".node": "copy" },
  });
  const { inputs, outputs } = result.metafile;
  const start = atStart(outputs, ENTRY);
  const used = Object.values(inputs).flatMap(({ imports }) => imports);
  const external = used.filter(({ external, path }) => external && !path.startsWith("node:"));
  return {
    files: new Map(result.outputFiles.map(({ path, contents }) => [basename(path), contents])),
    bytes: result.outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0),
    bytesAtStart: start.reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0),
    inputs: Object.keys(inputs),
    inputsAtStart: start.flatMap((name) => Object.keys(outputs[name]?.inputs ?? {})),
    external: [...new Set(external.map(({ path }) => path))],
  };
}

/** A file and all that it imports before it runs. */
function atStart(outputs: Metafile["outputs"], entry: string): string[] {
  const names = new Set([entry]);
  for (const name of names)
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === "import-statement" && path in outputs) names.add(path);
  return [...names];
}
