import { WORK } from "../../functions/queue/queues.ts";

/** What a function's environment holds in the cloud. Its addresses lead to this machine, where nothing answers. */
export const deployedEnvironment = {
  STAGE: "pr-7",
  DEPLOYMENT: "aws",
  PUBLIC_URL: "https://pix2clip.example",
  SECRET_KEY: "k".repeat(43),
  DATABASE_URL: "postgres://app@127.0.0.1:1/pix2clip",
  STORAGE_ENDPOINT: "http://127.0.0.1:1",
  STORAGE_REGION: "fr-par",
  STORAGE_ACCESS_KEY_ID: "none",
  STORAGE_SECRET_ACCESS_KEY: "none",
  STORAGE_BUCKET_MEDIA: "media",
  STORAGE_BUCKET_EXPORTS: "exports",
  STORAGE_BUCKET_JOURNAL: "journal",
  QUEUE_REGION: "eu-west-3",
  MINIMAX_BASE_URL: "http://127.0.0.1:1",
  ...Object.fromEntries(
    Object.keys(WORK).map((queue) => [
      `QUEUE_URL_${queue.toUpperCase().replaceAll("-", "_")}`,
      "http://127.0.0.1:1/q",
    ]),
  ),
};
