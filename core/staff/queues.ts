/** Messages in the queues and those that were given up. The page must be seen also while the queues cannot be reached. */
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "../base/clock.ts";
import { log } from "../base/log.ts";
import { QUEUES } from "../base/queue.ts";
import type { QueueCount } from "./operations.schema.ts";

/** Longer than this nobody waits for the page. */
const PATIENCE = 4 * SECOND;

/** Every queue with its counts; null when they do not answer, or not in time. */
export async function readQueues(): Promise<QueueCount[] | null> {
  const counted = countAll().catch((error: unknown) => {
    log.warn("staff.queues_unreachable", {}, error);
    return null;
  });
  return Promise.race([counted, sleep(PATIENCE, null, { ref: false })]);
}

async function countAll(): Promise<QueueCount[]> {
  // Loads the SDK, which the API starts without.
  const { countMessages } = await import("../base/queue-count.ts");
  return Promise.all(QUEUES.map(async (name) => ({ name, ...(await countMessages(name)) })));
}
