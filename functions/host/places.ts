/** Before a server serves: what it was told of is there. */
import { config } from "../../core/base/config.ts";
import { QUEUE_URLS, QUEUES, type QueueName } from "../../core/base/queue.ts";
import { hasQueue } from "../../core/base/queue-look.ts";
import { BUCKETS, type Bucket } from "../../core/base/storage.ts";
import { hasBucket } from "../../core/base/storage-list.ts";
import { Refused } from "../refused.ts";
import { within } from "./within.ts";

/** Who has not answered by then is not waited for: what is there is used, whenever it answers. */
const PATIENCE_MS = 10_000;

const WRONG_KEY = "The queues do not know the key: look at QUEUE_ACCESS_KEY_ID and QUEUE_SECRET_ACCESS_KEY.";

/** Throws `Refused`, naming the buckets and queues that do not exist, or the key that is wrong. */
export async function requirePlaces(): Promise<void> {
  const missing: string[] = [];
  const buckets = (Object.keys(BUCKETS) as Bucket[]).map(async (bucket) => {
    if (!(await hasBucket(bucket))) missing.push(`bucket ${BUCKETS[bucket]} at ${config.STORAGE_ENDPOINT}`);
  });
  const queues = QUEUES.map(async (queue: QueueName) => {
    if (!(await hasQueue(queue))) missing.push(`queue ${QUEUE_URLS[queue]}`);
  });
  const wrongKey = () => {
    throw new Refused(WRONG_KEY);
  };
  await within(PATIENCE_MS, Promise.all([...buckets, Promise.all(queues).catch(wrongKey)]));
  if (missing.length > 0) throw new Refused(`There is no ${missing.sort().join(", no ")}.`);
}
