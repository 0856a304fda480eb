/** The packages of the sandbox, installed beside its sources in the function of a preview. */
export const PROVIDER_PARTS = [
  "@echogarden/espeak-ng-emscripten",
  "@ffmpeg-installer/ffmpeg",
  "@hono/node-server",
  "fflate",
  "hono",
  "sharp",
  "valibot",
];
