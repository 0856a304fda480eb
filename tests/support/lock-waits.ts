/** Races that are decided by a test: it holds a lock until others have come so far that they wait for it. */
import { expect, vi } from "vitest";
import { owner } from "./owner.ts";

/** Returns once so many statements in this file's database wait for a lock; other files have databases of their own. */
export const untilWaiting = (count = 1): Promise<void> =>
  vi.waitFor(async () => {
    const [locks] = await owner`select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    expect(locks?.waiting).toBe(count);
  }, 5_000);
