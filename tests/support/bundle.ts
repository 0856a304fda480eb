/** The API as Lambda gets it: one file, minified, and what went into it. */
import { build } from "esbuild";

export type Bundle = {
  /** The code. */
  code: Uint8Array;
  /** Every file that went in, from the root of the repository. */
  inputs: string[];
  /** Packages that stay outside and are loaded at run time. */
  external: string[];
};

/** Some packages of the cloud's SDK are CommonJS inside and ask for Node's own modules by `require`. */
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** Bundles an entry point for Node, or a text that stands for one. */
export async function bundle(entry: { file: string } | { text: string }): Promise<Bundle> {
  const source =
    "file" in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.text, resolveDir: process.cwd(), loader: "ts" as const } };
  const result = await build({
    ...source,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    outfile: "bundle.mjs",
    banner: { js: REQUIRE },
    metafile: true,
    write: false,
    logLevel: "silent",
    loader: { ".node": "copy" },
  });
  const used = Object.values(result.metafile.inputs).flatMap(({ imports }) => imports);
  const external = used.filter(({ external, path }) => external && !path.startsWith("node:"));
  return {
    code: result.outputFiles.find(({ path }) => path.endsWith(".mjs"))?.contents ?? new Uint8Array(),
    inputs: Object.keys(result.metafile.inputs),
    external: [...new Set(external.map(({ path }) => path))],
  };
}
