/** Builds the pages into web/dist: hashed files, nothing inlined, so that the strict content policy holds. */
import { defineConfig } from "vite";

/** Where `npm start` serves the API while the pages are developed beside it. */
const API = process.env.PUBLIC_URL ?? "http://localhost:3000";

/** Modules that only pages of the settings use. */
const SETTINGS = /\/src\/(pages\/(privacy|settings)\/|privacy-api|proof)/;

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // What many pages need is one file: fewer requests, and it compresses better than twenty crumbs.
        codeSplitting: {
          groups: [
            // The settings are many pages, but what they share is theirs.
            { name: "shared", test: (id) => !SETTINGS.test(id), minShareCount: 3, priority: 1 },
            { name: "settings", test: SETTINGS, minShareCount: 2 },
          ],
        },
      },
    },
  },
  // The API takes writes from its own origin only, so the proxy says that they come from there.
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: API, headers: { origin: API } },
      "/sandbox": API,
      "^/(policy|cookies|terms|legal|subprocessors)": API,
    },
  },
});
