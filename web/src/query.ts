/**
 * What has been read from the API, kept in memory by key: a page that is opened again shows what it knew and asks anew.
 * Forgotten when the person signs out.
 */
import { useEffect } from "preact/hooks";
import type { Page } from "./api.ts";
import { useLocale } from "./language.ts";
import { onForget } from "./session.ts";
import { type Store, store } from "./store.ts";

type Entry<T> = { data?: T; error?: unknown; loading: boolean };
export type Query<T> = Entry<T> & {
  reload: () => Promise<void>;
  /** Changes what is shown, before or after the server has done the same. */
  change: (edit: (data: T) => T) => void;
};

const entries = new Map<string, Store<Entry<unknown>>>();
/** How what is shown now is read again. */
const loaders = new Map<string, () => Promise<unknown>>();
/** The latest reading of each entry: an answer that comes after a newer question, or after signing out, is dropped. */
const latest = new WeakMap<object, symbol>();
onForget(() => {
  for (const entry of entries.values()) {
    latest.delete(entry);
    entry.set({ loading: false });
  }
});

function entryOf<T>(key: string): Store<Entry<T>> {
  const known = entries.get(key) ?? store<Entry<unknown>>({ loading: false });
  entries.set(key, known);
  return known as Store<Entry<T>>;
}

async function refresh<T>(entry: Store<Entry<T>>, load: () => Promise<T>): Promise<void> {
  const reading = Symbol("reading");
  latest.set(entry, reading);
  const { error: _, ...before } = entry.get();
  entry.set({ ...before, loading: true });
  const after = await load().then(
    (data): Entry<T> => ({ data, loading: false }),
    (error: unknown): Entry<T> => ({ ...entry.get(), error, loading: false }),
  );
  if (latest.get(entry) === reading) entry.set(after);
}

/** Reads again what a key stands for, if a page has read it before. */
export async function reloadQuery(key: string): Promise<void> {
  const load = loaders.get(key);
  if (load) await refresh(entryOf(key), load);
}

function changeEntry<T>(entry: Store<Entry<T>>, edit: (data: T) => T): void {
  const { data } = entry.get();
  if (data !== undefined) entry.set({ ...entry.get(), data: edit(data) });
}

/** Hook: reads once for each key and language, and whenever `reload` is called. */
export function useQuery<T>(key: string, load: () => Promise<T>): Query<T> {
  const locale = useLocale();
  const entry = entryOf<T>(key);
  const { data, error, loading } = entry.use();
  loaders.set(key, load);
  useEffect(() => {
    void refresh(entry, load);
  }, [key, locale]);
  return {
    ...(data === undefined ? {} : { data }),
    error,
    loading,
    reload: () => refresh(entry, load),
    change: (edit) => changeEntry(entry, edit),
  };
}

/**
 * One part of what has been read. `load` reads that part alone; when it cannot be read, all of it is, which says what is
 * wrong.
 */
export const partOf = <T extends object, K extends keyof T>(
  query: Query<T>,
  key: K,
  load: () => Promise<T[K]>,
): Query<T[K]> => ({
  ...(query.data === undefined ? {} : { data: query.data[key] }),
  error: undefined,
  loading: query.loading,
  reload: () =>
    load().then(
      (part) => query.change((all) => ({ ...all, [key]: part })),
      () => query.reload(),
    ),
  change: (edit) => query.change((all) => ({ ...all, [key]: edit(all[key]) })),
});

export type Pages<T> = Query<Page<T>> & { more: () => Promise<void> };

/** Hook: a list that comes in pages; `more` adds the next one. */
export function usePages<T extends { id: string }>(
  key: string,
  load: (cursor?: string) => Promise<Page<T>>,
): Pages<T> {
  const query = useQuery(key, () => load());
  const entry = entryOf<Page<T>>(key);
  const more = async () => {
    const { data, loading } = entry.get();
    if (!data?.next || loading) return;
    await refresh(entry, async () => {
      const page = await load(data.next ?? undefined);
      const seen = new Set(data.items.map((item) => item.id));
      return { items: [...data.items, ...page.items.filter((item) => !seen.has(item.id))], next: page.next };
    });
  };
  return { ...query, more };
}
