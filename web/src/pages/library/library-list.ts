/**
 * The lists of the library, one for each choice of filters, kept with all the pages that were loaded: coming back from
 * a piece shows the list as it was left, brought up to date. Forgotten when the person signs out.
 */
import { useEffect } from "preact/hooks";
import { type GenerationKind, type GenerationView, listGenerations, type Page } from "../../api.ts";
import { useLocale } from "../../language.ts";
import type { Pages } from "../../query.ts";
import { onForget } from "../../session.ts";
import { type Store, store } from "../../store.ts";
import { putBack } from "./live.ts";
import { isActive } from "./progress.ts";

export const KINDS = ["clip", "image", "speech"] as const satisfies readonly GenerationKind[];
export const STATES = ["active", "ready", "failed"] as const;
export type Filter = { kind?: GenerationKind; state?: (typeof STATES)[number] };

/** The filter that an address names; anything unknown counts as none. */
export function readFilter(query: Record<string, string>): Filter {
  const kind = KINDS.find((one) => one === query.kind);
  const state = STATES.find((one) => one === query.state);
  return { ...(kind ? { kind } : {}), ...(state ? { state } : {}) };
}

/** The address of the library with a filter. */
export function filterPath(filter: Filter): string {
  const query = new URLSearchParams(filter).toString();
  return query ? `/library?${query}` : "/library";
}

/** True for what the filter lets through. */
export function fits(made: GenerationView, { kind, state }: Filter): boolean {
  if (kind && made.kind !== kind) return false;
  if (state === "active") return isActive(made);
  if (state === "ready") return made.state === "ready";
  return state === undefined || (!isActive(made) && made.state !== "ready");
}

type Entry = { locale?: string; data?: Page<GenerationView>; error?: unknown; loading: boolean };
const entries = new Map<string, Store<Entry>>();
/** The filter that was looked at last: a piece finds its neighbours there. */
let lastFilter: Filter = {};
onForget(() => {
  entries.clear();
  lastFilter = {};
});

export const lastLibrary = (): Filter => lastFilter;

function entryOf(filter: Filter): Store<Entry> {
  const key = filterPath(filter);
  const known = entries.get(key) ?? store<Entry>({ loading: false });
  entries.set(key, known);
  return known;
}

async function fill(entry: Store<Entry>, read: () => Promise<Page<GenerationView>>): Promise<void> {
  const { error: _, ...before } = entry.get();
  entry.set({ ...before, loading: true });
  try {
    entry.set({ ...entry.get(), data: await read(), loading: false });
  } catch (error) {
    entry.set({ ...entry.get(), error, loading: false });
  }
}

/** Hook: the list for a filter; `more` adds the next page. */
export function useLibraryList(filter: Filter): Pages<GenerationView> {
  const locale = useLocale();
  const entry = entryOf(filter);
  const { data, error, loading } = entry.use();
  const reload = () => fill(entry, () => listGenerations(filter));
  const more = async () => {
    const before = entry.get();
    const cursor = before.data?.next;
    if (!cursor || before.loading) return;
    await fill(entry, async () => {
      const page = await listGenerations(filter, cursor);
      const shown = entry.get().data?.items ?? [];
      const seen = new Set(shown.map((made) => made.id));
      return { items: [...shown, ...page.items.filter((made) => !seen.has(made.id))], next: page.next };
    });
  };
  useEffect(() => {
    lastFilter = filter;
    if (entry.get().data && entry.get().locale === locale) return;
    entry.set({ ...entry.get(), locale });
    void reload();
  }, [entry, locale]);
  return {
    ...(data ? { data } : {}),
    error,
    loading,
    reload,
    more,
    change: (edit) => {
      const now = entry.get();
      if (now.data) entry.set({ ...now, data: edit(now.data) });
    },
  };
}

/** Takes a piece out of every list. */
export function dropFromLists(id: string): void {
  for (const entry of entries.values()) {
    const { data } = entry.get();
    if (data)
      entry.set({ ...entry.get(), data: { ...data, items: data.items.filter((made) => made.id !== id) } });
  }
}

/** Puts a piece back into every list that it belongs to. */
export function returnToLists(made: GenerationView): void {
  for (const [path, entry] of entries) {
    const filter = readFilter(Object.fromEntries(new URL(path, "https://pages.invalid").searchParams));
    const { data } = entry.get();
    if (data && fits(made, filter)) entry.set({ ...entry.get(), data: putBack(data, made) });
  }
}
