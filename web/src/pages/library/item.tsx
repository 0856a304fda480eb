/// <reference types="vite/client" />
/** One piece of the library: large, with everything that it was made of. */
import "../../style/library.css";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type GenerationView, readGeneration, readModels } from "../../api.ts";
import { formatDateTime } from "../../format.ts";
import { ApiError } from "../../http.ts";
import { errorSentence, useLocale, useText } from "../../language.ts";
import { Button, ButtonLink } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton, SkeletonText } from "../../parts/skeleton.tsx";
import { useQuery } from "../../query.ts";
import { useRestricted } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { MadeActions } from "./actions.tsx";
import { filterPath, lastLibrary, useLibraryList } from "./library-list.ts";
import { useLiveOne } from "./live.ts";
import { hasFiles, MadeMedia } from "./made-media.tsx";
import { Outcome } from "./outcome.tsx";
import { Parameters } from "./parameters.tsx";
import { isActive } from "./progress.ts";
import { ProgressView } from "./progress-view.tsx";
import { useDelete } from "./use-delete.ts";

export default function LibraryItem() {
  const { library, studio } = useText();
  const locale = useLocale();
  const id = useRoute().params.id ?? "";
  const made = useQuery<GenerationView>(`generation ${id}`, () => readGeneration(id));
  useLiveOne(made);
  const title = made.data
    ? `${studio.kinds[made.data.kind]}, ${formatDateTime(made.data.createdAt, locale)}`
    : library.title;
  return (
    <Page title={title} aside={<Neighbours id={id} />}>
      {made.data ? <Piece key={id} made={made.data} /> : <Missing error={made.error} retry={made.reload} />}
    </Page>
  );
}

function Piece({ made }: { made: GenerationView }) {
  const { studio } = useText();
  const models = useQuery("models", readModels).data?.models ?? [];
  const model = models.find((one) => one.id === made.settings.model);
  return (
    <div class="piece">
      <section class="piece-result" aria-label={studio.kinds[made.kind]}>
        <MadeMedia made={made} large />
        <div class="piece-progress" aria-live="polite">
          <ProgressView made={made} typicalSeconds={model?.typicalSeconds ?? null} />
          <Outcome made={made} />
        </div>
        {hasFiles(made) && (
          <p class="soft small made-by-ai">
            <Icon name="info" />
            {studio.madeByAiLong}
          </p>
        )}
        <div class="form-actions">
          {!isActive(made) && <MadeActions made={made} />}
          <Delete made={made} />
        </div>
      </section>
      <Parameters made={made} model={model} />
    </div>
  );
}

function Delete({ made }: { made: GenerationView }) {
  const text = useText();
  const { route } = useLocation();
  const remove = useDelete();
  const [busy, setBusy] = useState(false);
  const restricted = useRestricted();
  if (isActive(made)) return <p class="soft small">{text.library.deleteBusy}</p>;
  const act = async () => {
    setBusy(true);
    try {
      await remove(made);
      route(filterPath(lastLibrary()));
    } catch (error) {
      setBusy(false);
      showToast(errorSentence(error, text));
    }
  };
  return (
    <Button icon="trash" busy={busy} disabled={restricted} onClick={() => void act()}>
      {text.library.delete}
    </Button>
  );
}

/** The way back, and to the pieces beside this one in the list that was looked at last; by arrow keys too. */
function Neighbours({ id }: { id: string }) {
  const { library } = useText();
  const filter = lastLibrary();
  const list = useLibraryList(filter);
  const items = list.data?.items ?? [];
  const at = items.findIndex((made) => made.id === id);
  const previous = at > 0 ? items[at - 1]?.id : undefined;
  const next = at >= 0 ? items[at + 1]?.id : undefined;
  const atEnd = at >= 0 && at === items.length - 1;
  useEffect(() => {
    if (atEnd) void list.more();
  }, [atEnd]);
  useArrows(previous, next);
  return (
    <nav class="neighbours" aria-label={library.neighbours} title={library.keys}>
      <ButtonLink small icon="library" href={filterPath(filter)}>
        {library.back}
      </ButtonLink>
      {previous && (
        <ButtonLink small tone="bare" icon="left" href={`/library/${previous}`}>
          {library.previous}
        </ButtonLink>
      )}
      {next && (
        <ButtonLink small tone="bare" href={`/library/${next}`}>
          {library.next}
          <Icon name="right" />
        </ButtonLink>
      )}
    </nav>
  );
}

/** Hook: the left and right arrow keys lead to these pieces. */
function useArrows(previous: string | undefined, next: string | undefined): void {
  const { route } = useLocation();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const to = event.key === "ArrowLeft" ? previous : event.key === "ArrowRight" ? next : undefined;
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || ownsArrows(event.target))
        return;
      event.preventDefault();
      route(`/library/${to}`, true);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [previous, next]);
}

/** Controls in which the arrow keys already mean something: fields, players, choices. */
const ownsArrows = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select, video, audio, dialog") !== null;

function Missing({ error, retry }: { error: unknown; retry: () => Promise<void> }) {
  const { library } = useText();
  const gone = error instanceof ApiError && ["not_found", "invalid_input"].includes(error.failure.code);
  if (gone)
    return (
      <EmptyState icon="library" title={library.notFound} text={library.notFoundHint}>
        <ButtonLink tone="primary" href="/library">
          {library.title}
        </ButtonLink>
      </EmptyState>
    );
  if (error !== undefined) return <ErrorNotice error={error} retry={retry} />;
  return (
    <div class="piece">
      <Skeleton ratio="16 / 9" />
      <SkeletonText lines={6} />
    </div>
  );
}
