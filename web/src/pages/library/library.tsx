/// <reference types="vite/client" />
/** The library: everything that was made, newest first, with what is under way in front. */
import "../../style/library.css";
import { useLocation } from "preact-iso";
import type { GenerationView } from "../../api.ts";
import { readModels } from "../../api.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Button, ButtonLink } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Segmented } from "../../parts/segmented.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { type Pages, useQuery } from "../../query.ts";
import { useRestricted } from "../../session.ts";
import { type Filter, filterPath, fits, KINDS, readFilter, STATES, useLibraryList } from "./library-list.ts";
import { useLive } from "./live.ts";
import { isActive } from "./progress.ts";
import { Tile } from "./tile.tsx";

/** While processing is restricted no end is promised: its owner chose whether a piece stays longer. */
export default function Library() {
  const { library } = useText();
  const { query } = useLocation();
  const restricted = useRestricted();
  const filter = readFilter(query);
  const list = useLibraryList(filter);
  useLive(list, filter.kind, (made) => fits(made, filter));
  return (
    <Page title={library.title} lead={restricted ? library.lead : `${library.lead} ${library.stays}`}>
      <Filters filter={filter} />
      {list.error !== undefined && (
        <ErrorNotice error={list.error} retry={list.data ? list.more : list.reload} />
      )}
      <Grid list={list} filtered={Object.keys(filter).length > 0} />
    </Page>
  );
}

function Filters({ filter }: { filter: Filter }) {
  const { library } = useText();
  const { route } = useLocation();
  const kinds = (["all", ...KINDS] as const).map((value) => ({ value, label: library.kinds[value] }));
  const states = (["all", ...STATES] as const).map((value) => ({ value, label: library.states[value] }));
  const { kind, state } = filter;
  return (
    <div class="filters">
      <Segmented
        label={library.filterKind}
        hideLabel
        choices={kinds}
        value={kind ?? "all"}
        onChange={(value) =>
          route(
            filterPath({ ...(value === "all" ? {} : { kind: value }), ...(state ? { state } : {}) }),
            true,
          )
        }
      />
      <Segmented
        label={library.filterState}
        hideLabel
        choices={states}
        value={state ?? "all"}
        onChange={(value) =>
          route(filterPath({ ...(kind ? { kind } : {}), ...(value === "all" ? {} : { state: value }) }), true)
        }
      />
    </div>
  );
}

function Grid({ list, filtered }: { list: Pages<GenerationView>; filtered: boolean }) {
  const { library } = useText();
  const locale = useLocale();
  const models = useQuery("models", readModels).data?.models ?? [];
  if (!list.data) return list.error === undefined ? <GridComing /> : null;
  if (list.data.items.length === 0) return <Empty filtered={filtered} />;
  const { items, next } = list.data;
  const ordered = [...items.filter(isActive), ...items.filter((made) => !isActive(made))];
  return (
    <>
      <ul class="tiles">
        {ordered.map((made) => (
          <li key={made.id}>
            <Tile made={made} model={models.find((model) => model.id === made.settings.model)} />
          </li>
        ))}
      </ul>
      <div class="tiles-end">
        <p class="soft small number" role="status">
          {library.shown(items.length, formatNumber(items.length, locale))}
        </p>
        {next && (
          <Button busy={list.loading} onClick={() => void list.more()}>
            {list.loading ? library.loadingMore : library.more}
          </Button>
        )}
      </div>
    </>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  const { library } = useText();
  if (filtered)
    return (
      <EmptyState icon="filter" title={library.emptyFiltered} text={library.emptyFilteredHint}>
        <ButtonLink href="/library">{library.showAll}</ButtonLink>
      </EmptyState>
    );
  return (
    <EmptyState icon="library" title={library.empty} text={library.emptyHint}>
      <ButtonLink tone="primary" href="/studio">
        {library.toStudio}
      </ButtonLink>
    </EmptyState>
  );
}

const GridComing = () => (
  <div class="tiles" aria-hidden="true">
    {Array.from({ length: 8 }, (_, index) => (
      <div key={index} class="tile">
        <Skeleton ratio="4 / 3" />
        <Skeleton height="4.5rem" />
      </div>
    ))}
  </div>
);
