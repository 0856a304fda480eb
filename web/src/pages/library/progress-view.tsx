/** Honest progress of one generation: its stage in words, the time so far, and what is usual for its model. */
import { useEffect, useState } from "preact/hooks";
import type { GenerationView } from "../../api.ts";
import { formatSeconds } from "../../format.ts";
import { serverNow } from "../../http.ts";
import { useLocale, useText } from "../../language.ts";
import { useRestricted } from "../../session.ts";
import { isActive, STAGES, secondsOf, stageOf, takesLong } from "./progress.ts";

/** Hook: the server's clock, told every second while `active`. */
function useClock(active: boolean): number {
  const [now, setNow] = useState(serverNow());
  useEffect(() => {
    if (!active) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

/** `typicalSeconds` is the median of recent ones with that model, null before there are any. */
export function ProgressView({
  made,
  typicalSeconds,
}: {
  made: GenerationView;
  typicalSeconds: number | null;
}) {
  const { studio } = useText();
  const locale = useLocale();
  const now = useClock(isActive(made));
  const restricted = useRestricted();
  const stage = stageOf(made);
  if (!stage) return null;
  if (made.sealed)
    return (
      <p class="stages-words">
        <strong>{studio.sealed}</strong>
      </p>
    );
  const seconds = secondsOf(made, now);
  const usual = typicalSeconds === null ? undefined : formatSeconds(typicalSeconds, locale);
  const reached = STAGES.indexOf(stage);
  return (
    <div class="stages">
      <ol class="stages-line" aria-hidden="true">
        {STAGES.map((step, index) => (
          <li key={step} class={index < reached ? "stage-done" : index === reached ? "stage-now" : ""} />
        ))}
      </ol>
      <p class="stages-words">
        <strong>{made.cancelRequested ? studio.cancelAsked : studio.stages[stage]}</strong>
        <span class="soft number">
          {studio.elapsed(formatSeconds(seconds, locale))}
          {usual && ` · ${takesLong(seconds, typicalSeconds) ? studio.longer(usual) : studio.usually(usual)}`}
        </span>
      </p>
      {restricted && <p class="soft small">{studio.sealedLater}</p>}
    </div>
  );
}
