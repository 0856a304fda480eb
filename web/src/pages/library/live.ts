/** Lists of generations that stay true without a reload: while work is under way, and when the page is looked at again. */
import { useEffect, useRef } from "preact/hooks";
import {
  type GenerationKind,
  type GenerationView,
  listGenerations,
  type Page,
  readGeneration,
} from "../../api.ts";
import { reloadBalance } from "../../balance.ts";
import { useEvery } from "../../every.ts";
import { ApiError } from "../../http.ts";
import type { Query } from "../../query.ts";
import { onForget } from "../../session.ts";
import { isActive } from "./progress.ts";

const POLL_MILLISECONDS = 1_500;
/** As many as one look asks for; what is under way beyond them is asked for one by one. */
const LOOK = 24;

type List = Page<GenerationView>;

/** Deleted on this page: an answer that was already on its way must not bring them back. */
const deletedHere = new Set<string>();
onForget(() => deletedHere.clear());
export const markDeleted = (id: string, deleted: boolean): void => {
  if (deleted) deletedHere.add(id);
  else deletedHere.delete(id);
};

/**
 * The list with what is newer than anything in it put in front, and with fresh states. What the answer does not hold
 * stays as it is; `gone` are known to be deleted elsewhere.
 */
export function mergeFresh(list: List, fresh: readonly GenerationView[], gone: readonly string[] = []): List {
  const byId = new Map(fresh.map((made) => [made.id, made]));
  const kept = list.items.filter((made) => !gone.includes(made.id)).map((made) => byId.get(made.id) ?? made);
  const newest = list.items[0]?.createdAt ?? "";
  const known = new Set(list.items.map((made) => made.id));
  const added = fresh.filter((made) => !known.has(made.id) && made.createdAt > newest);
  return { ...list, items: [...added, ...kept] };
}

/** Puts something back where it belongs in the order of time. */
export const putBack = (list: List, made: GenerationView): List => ({
  ...list,
  items: [...list.items.filter((other) => other.id !== made.id), made].sort((a, b) =>
    a.createdAt < b.createdAt ? 1 : -1,
  ),
});

async function readOrGone(id: string): Promise<GenerationView | string> {
  try {
    return await readGeneration(id);
  } catch (error) {
    if (error instanceof ApiError && error.failure.code === "not_found") return id;
    throw error;
  }
}

/** Reads what may have changed: the newest page, and each active one that is not on it. */
async function look(list: List, kind: GenerationKind | undefined): Promise<(list: List) => List> {
  const { items } = await listGenerations({ kind }, undefined, LOOK);
  const seen = new Set(items.map((made) => made.id));
  const others = list.items.filter((made) => isActive(made) && !seen.has(made.id));
  const answers = await Promise.all(others.map((made) => readOrGone(made.id)));
  const fresh = answers.filter((answer) => typeof answer !== "string");
  const gone = answers.filter((answer) => typeof answer === "string");
  return (now) =>
    mergeFresh(
      now,
      [...items, ...fresh].filter((made) => !deletedHere.has(made.id)),
      gone,
    );
}

/** Hook: keeps a list of generations live. `kind` is the filter of the list, `fits` says what may be added to it. */
export function useLive(
  list: Query<List>,
  kind?: GenerationKind,
  fits: (made: GenerationView) => boolean = () => true,
): void {
  const active = list.data?.items.filter(isActive) ?? [];
  const work = async () => {
    const { data } = list;
    if (!data) return;
    const known = new Set(data.items.map((made) => made.id));
    const merge = await look(data, kind);
    list.change((now) => {
      const merged = merge(now);
      return { ...merged, items: merged.items.filter((made) => known.has(made.id) || fits(made)) };
    });
  };
  useEvery(active.length > 0, POLL_MILLISECONDS, work);
  useReturn(work);
  const before = useRef(active.length);
  useEffect(() => {
    if (active.length !== before.current) void reloadBalance();
    before.current = active.length;
  }, [active.length]);
}

/** Hook: keeps one generation live while it is under way. */
export function useLiveOne(made: Query<GenerationView>): void {
  const active = made.data !== undefined && isActive(made.data);
  useEvery(active, POLL_MILLISECONDS, made.reload);
  const before = useRef(active);
  useEffect(() => {
    if (before.current && !active) void reloadBalance();
    before.current = active;
  }, [active]);
}

/** Hook: works once whenever the window is looked at again; something may have been made in another tab. */
function useReturn(work: () => Promise<void>): void {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    const come = () => {
      // Without a connection the list stays as it was; the next return asks again.
      if (document.visibilityState === "visible") latest.current().catch(() => undefined);
    };
    window.addEventListener("focus", come);
    document.addEventListener("visibilitychange", come);
    return () => {
      window.removeEventListener("focus", come);
      document.removeEventListener("visibilitychange", come);
    };
  }, []);
}
