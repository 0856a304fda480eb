/**
 * What stands at the model provider and has no owner here: the row that stood for it is gone, or it was never written
 * because a worker died with the answer in its hands. The provider lists its files by purpose, and the video tasks of the
 * last seven days; nothing else can be looked for (file-management-list.md, video-generation-v2-list.md).
 */
import { DAY, fromNow } from "../base/clock.ts";
import { log } from "../base/log.ts";
import { thingsThatStand } from "../privacy/remote-thing.ts";
import type { RemoteKind } from "../privacy/transfer.sql.ts";
import type { Standing } from "./minimax/family.ts";
import { listFiles } from "./minimax/files.ts";
import { listTasks } from "./minimax/video-v2.ts";
import { remove } from "./provider.ts";

/** No job lasts so long: whatever is older and still wanted has a row. */
const AGE = DAY;
/** Deletions that one run asks for; the next run goes on. */
const MOST = 500;
/** The provider does not answer: the rest is left to the next run. */
const FAILURES = 5;

const LISTS: Partial<Record<RemoteKind, () => Promise<Standing[] | undefined>>> = {
  video_file: listFiles,
  video_v2_task: listTasks,
};

/** Deletes what has no owner. Returns how many things that were. */
export async function sweepProvider(): Promise<number> {
  let removed = 0;
  for (const [kind, list] of Object.entries(LISTS) as [RemoteKind, () => Promise<Standing[] | undefined>][]) {
    const standing = await list();
    if (!standing) {
      log.warn("provider.not_listed", { state: kind });
      continue;
    }
    const old = standing.filter(({ createdAt }) => createdAt < fromNow(-AGE)).map(({ id }) => id);
    const owned = await thingsThatStand(kind, old);
    removed += await removeAll(kind, old.filter((id) => !owned.has(id)).slice(0, MOST));
  }
  return removed;
}

async function removeAll(kind: RemoteKind, ids: readonly string[]): Promise<number> {
  let removed = 0;
  let failures = 0;
  for (const id of ids) {
    if (failures === FAILURES) break;
    if (await remove(kind, id)) removed += 1;
    else failures += 1;
  }
  if (failures > 0) log.warn("provider.orphan_kept", { state: kind, count: failures });
  if (removed > 0) log.info("provider.orphans_removed", { state: kind, count: removed });
  return removed;
}
