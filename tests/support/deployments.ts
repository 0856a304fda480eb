/** Where the parts of the service are in each deployment that publishes a policy, and in a local stack. */
import type { Whereabouts } from "../../core/privacy/recipients.ts";

const PRODUCTION = {
  STAGE: "production",
  DATABASE_URL: "postgres://app@127.0.0.1:5432/service",
  STORAGE_ENDPOINT: "https://s3.fr-par.scw.cloud",
  SMTP_URL: "smtps://smtp.tem.scaleway.com:465",
  MINIMAX_BASE_URL: "https://api.minimax.io",
} as const;

export const DEPLOYMENTS = {
  host: { ...PRODUCTION, DEPLOYMENT: "host", QUEUE_ENDPOINT: "http://127.0.0.1:4566" },
  aws: {
    ...PRODUCTION,
    DEPLOYMENT: "aws",
    DATABASE_URL: "postgres://app@service.eu-west-3.rds.amazonaws.com/service",
  },
  local: {
    ...PRODUCTION,
    STAGE: "local",
    DEPLOYMENT: "host",
    STORAGE_ENDPOINT: "http://127.0.0.1:9000",
    SMTP_URL: "smtp://127.0.0.1:2525",
    MINIMAX_BASE_URL: "http://127.0.0.1:4010",
  },
} as const satisfies Record<string, Whereabouts>;
