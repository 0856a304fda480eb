/// <reference types="vite/client" />
/** The studio: the form, and beside it what comes of it. */
import "../../style/studio.css";
import { type GenerationView, type Page as ListPage, listGenerations, readModels } from "../../api.ts";
import { useText } from "../../language.ts";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useQuery } from "../../query.ts";
import { putBack, useLive } from "../library/live.ts";
import { Composer } from "./composer.tsx";
import { JOBS_ID, Jobs } from "./jobs.tsx";

const RECENT = 8;

export default function Studio() {
  const { studio } = useText();
  const models = useQuery("models", readModels);
  const made = useQuery<ListPage<GenerationView>>("recent", () => listGenerations({}, undefined, RECENT));
  useLive(made);
  return (
    <Page title={studio.title} lead={studio.lead}>
      <div class="studio">
        {models.data ? (
          <Composer
            list={models.data}
            onMade={(one) => {
              made.change((list) => putBack(list, one));
              showJobs();
            }}
          />
        ) : (
          <ComposerComing error={models.error} retry={models.reload} />
        )}
        <Jobs made={made} models={models.data?.models ?? []} />
      </div>
    </Page>
  );
}

/** Where the job is below the form, it would begin out of sight. */
function showJobs(): void {
  const jobs = document.getElementById(JOBS_ID);
  if (!jobs || jobs.getBoundingClientRect().top < window.innerHeight * 0.7) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  jobs.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

function ComposerComing({ error, retry }: { error: unknown; retry: () => Promise<void> }) {
  if (error !== undefined) return <ErrorNotice error={error} retry={retry} />;
  return (
    <div class="composer">
      <Skeleton height="3rem" width="18rem" />
      <Skeleton height="5.5rem" />
      <Skeleton height="12rem" />
      <Skeleton height="9rem" />
    </div>
  );
}
