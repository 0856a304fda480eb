/** The peer as a Lambda function. */
import { handle } from "hono/aws-lambda";
import { peer } from "./peer.ts";

export const handler = handle(peer(process.env.DATABASE_URL ?? "", process.env.BENCH_ACCOUNT_ID ?? "").app);
