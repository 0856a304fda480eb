/** Every clock: how often it comes, how it ran last, when it comes next. */
import { formatNumber } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { type StaffText, staffText } from "../../page-texts.ts";
import { Time } from "../../parts/figures.tsx";
import type { ClockView } from "../../staff-api.ts";
import { Line, Lines } from "./lines.tsx";

export function Clocks({ clocks, at }: { clocks: readonly ClockView[]; at: string }) {
  const text = staffText.use();
  const locale = useLocale();
  return (
    <Lines id="clocks" title={text.clocks} lead={text.clocksLead}>
      {clocks.map((clock) => (
        <Line
          key={clock.name}
          name={clock.name}
          about={periodOf(clock, text, locale)}
          fault={clock.late ? text.late : clock.outcome === "failed" ? text.failed : undefined}
        >
          <span>
            <LastRun clock={clock} />
          </span>
          <span>
            {clock.nextAt <= at ? (
              text.dueNow
            ) : (
              <>
                {text.next} <Time iso={clock.nextAt} />
              </>
            )}
          </span>
        </Line>
      ))}
    </Lines>
  );
}

function LastRun({ clock }: { clock: ClockView }) {
  const text = staffText.use();
  const { startedAt, endedAt, doneAt, outcome, error } = clock;
  if (startedAt && !endedAt)
    return (
      <>
        {text.running} <Time iso={startedAt} />
      </>
    );
  if (outcome === "failed" && endedAt)
    return (
      <>
        {text.lastFailed} <Time iso={endedAt} /> {error && <code>({error})</code>}
      </>
    );
  if (!doneAt) return <>{text.notYet}</>;
  return (
    <>
      {text.lastDone} <Time iso={doneAt} />
    </>
  );
}

function periodOf({ dailyAt, periodSeconds }: ClockView, text: StaffText, locale: "en" | "fr"): string {
  if (dailyAt) return text.daily(dailyAt);
  const minutes = periodSeconds / 60;
  return minutes === 60 ? text.hourly : text.every(minutes, formatNumber(minutes, locale));
}
