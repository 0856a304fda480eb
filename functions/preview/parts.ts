/** What lies beside the bundle of a preview's provider: the sandbox's sources, and the packages that they use. */
export const PROVIDER_SOURCES = [
  "functions/sandbox/minimax",
  "functions/host/ports.ts",
  "functions/host/cloud/database.ts",
];
export const PROVIDER_PARTS = [
  "@echogarden/espeak-ng-emscripten",
  "@ffmpeg-installer/ffmpeg",
  "@hono/node-server",
  "fflate",
  "hono",
  "sharp",
  "valibot",
];
