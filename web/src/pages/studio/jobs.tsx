/** What is being made and was made lately, beside the form. */
import { useEffect, useRef, useState } from "preact/hooks";
import { cancelGeneration, type GenerationView, type ModelList, type Page } from "../../api.ts";
import { reloadBalance } from "../../balance.ts";
import { formatNumber } from "../../format.ts";
import { errorSentence, useLocale, useText } from "../../language.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { Query } from "../../query.ts";
import { showToast } from "../../toast.ts";
import { MadeActions } from "../library/actions.tsx";
import { hasFiles, MadeMedia } from "../library/made-media.tsx";
import { Outcome } from "../library/outcome.tsx";
import { isActive } from "../library/progress.ts";
import { ProgressView } from "../library/progress-view.tsx";

type Made = Query<Page<GenerationView>>;

export const JOBS_ID = "jobs";
/** As many as the studio shows; the rest is in the library. */
const SHOWN = 8;

export function Jobs({ made, models }: { made: Made; models: ModelList["models"] }) {
  const { studio } = useText();
  const items = made.data?.items.slice(0, SHOWN);
  return (
    <section class="jobs" aria-labelledby={JOBS_ID}>
      <div class="jobs-head">
        <h2 id={JOBS_ID}>{studio.jobs}</h2>
        {items && items.length > 0 && <a href="/library">{studio.allWork}</a>}
      </div>
      <Announcer items={items ?? []} />
      {made.error !== undefined && !items && <ErrorNotice error={made.error} retry={made.reload} />}
      {!items && made.error === undefined && <Skeleton height="12rem" />}
      {items?.length === 0 && <p class="jobs-empty soft">{studio.jobsEmpty}</p>}
      <ol class="jobs-list">
        {items?.map((one) => (
          <li key={one.id}>
            <Job
              made={one}
              model={models.find((model) => model.id === one.settings.model)}
              onChange={(changed) =>
                made.change((page) => ({
                  ...page,
                  items: page.items.map((other) => (other.id === changed.id ? changed : other)),
                }))
              }
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Says each change of stage to readers of screens, once. */
function Announcer({ items }: { items: readonly GenerationView[] }) {
  const { studio } = useText();
  const before = useRef<Map<string, string> | undefined>(undefined);
  const [words, setWords] = useState("");
  const stages = items.map((made) => `${made.id} ${made.state}`).join();
  useEffect(() => {
    const known = before.current;
    const changed = items.filter((made) => known && known.get(made.id) !== made.state);
    if (changed.length > 0)
      setWords(
        changed
          .map((made) => studio.stageSaid(studio.kinds[made.kind], studio.stages[made.state]))
          .join(". "),
      );
    before.current = new Map(items.map((made) => [made.id, made.state]));
  }, [stages]);
  return (
    <p class="unseen" role="status">
      {words}
    </p>
  );
}

type JobProps = {
  made: GenerationView;
  model: ModelList["models"][number] | undefined;
  onChange: (made: GenerationView) => void;
};

function Job({ made, model, onChange }: JobProps) {
  const { studio } = useText();
  const locale = useLocale();
  const paid = made.creditsCharged ?? made.credits;
  return (
    <article class="job">
      <header class="job-head">
        <Icon name={made.kind} />
        <h3>{model?.label ?? made.settings.model}</h3>
        <span class="soft small number">{studio.credits(paid, formatNumber(paid, locale))}</span>
      </header>
      <p class="job-prompt" title={made.settings.prompt}>
        {made.settings.prompt}
      </p>
      <MadeMedia made={made} />
      <ProgressView made={made} typicalSeconds={model?.typicalSeconds ?? null} />
      <Outcome made={made} />
      <div class="job-actions">
        {isActive(made) ? (
          <Cancel made={made} cancellable={model?.cancellable ?? false} onChange={onChange} />
        ) : (
          <>
            <MadeActions made={made} small />
            <a class="button button-bare button-small" href={`/library/${made.id}`}>
              {studio.details}
            </a>
          </>
        )}
      </div>
      {hasFiles(made) && (
        <p class="soft small made-by-ai">
          <Icon name="info" />
          {studio.madeByAiLong}
        </p>
      )}
    </article>
  );
}

/** Offered while it waits in our line, and to the end of the provider's where that can be stopped. */
function Cancel(props: Pick<JobProps, "made" | "onChange"> & { cancellable: boolean }) {
  const { made, onChange } = props;
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [tooLate, setTooLate] = useState(false);
  const possible = made.state === "queued" || (made.state === "running" && props.cancellable);
  if (!possible || tooLate || made.cancelRequested) return null;
  const cancel = async () => {
    setBusy(true);
    try {
      onChange(await cancelGeneration(made.id));
      await reloadBalance();
    } catch (error) {
      setTooLate(true);
      showToast(errorSentence(error, text));
    }
    setBusy(false);
  };
  return (
    <Button small busy={busy} onClick={() => void cancel()}>
      {text.studio.cancel}
    </Button>
  );
}
