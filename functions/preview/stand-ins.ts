/** What a preview has instead of other people's services: functions that stand in for them. */
import { API, type Given } from "../given.ts";
import { WORK } from "../queue/queues.ts";

/** What lies beside the bundle of the provider: the sandbox's sources, and the packages that they use. */
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

/** The stand-in for the provider: one instance, which forgets everything when it ends. */
export const PROVIDER = {
  handler: "functions/preview/provider.handler",
  /** The encoder of clips comes for no other. */
  architecture: "x86_64",
  timeout: "2 minutes",
  memory: "3008 MB",
  concurrency: { reserved: 1 },
  /** Anybody may ask; who has not the key of the stage is refused. */
  url: true,
  nodejs: { minify: true, install: PROVIDER_PARTS },
  copyFiles: PROVIDER_SOURCES.map((from) => ({ from })),
} as const;

/** A preview's database is small. */
export const PREVIEW_API: Given = { ...API, functions: 10 };

/** The functions of the queues: mails stay, and one instance alone keeps them, for it is the one that shows them. */
export const PREVIEW_WORK: Record<keyof typeof WORK, Given> = {
  ...WORK,
  mail: { ...WORK.mail, handler: "functions/preview/mail.handler", functions: 1, secrets: ["MailboxKey"] },
  erase: { ...WORK.erase, handler: "functions/preview/erase.handler", secrets: [] },
};
