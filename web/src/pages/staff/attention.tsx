/**
 * The line that says whether all is well, and the list of what is not. The line is always true and never changes its
 * height; the list stays as it was first shown, so that nothing moves under whoever reads, until they ask for the new one.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { formatNumber, formatTime } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { staffText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/figures.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Alarm, OperationsView } from "../../staff-api.ts";

const keyOf = ({ kind, name }: Alarm) => `${kind} ${name}`;
const keysOf = (alarms: readonly Alarm[]) => alarms.map(keyOf).sort().join("\n");

/** `stale` says why what is shown is no longer up to date; what stands inside is what to do about that. */
export function Attention(props: {
  view: OperationsView;
  stale: string | undefined;
  children: ComponentChildren;
}) {
  const { view, stale, children } = props;
  const text = staffText.use();
  const locale = useLocale();
  const [shown, setShown] = useState(view.alarms);
  const { alarms } = view;
  const bad = alarms.length > 0;
  const known = stale === undefined;
  const words = known ? text.now : text.lastKnown;
  const changed = keysOf(alarms) !== keysOf(shown);
  return (
    <>
      <div class={`verdict${known ? (bad ? " verdict-bad" : "") : " verdict-stale"}`}>
        <Icon name={known ? (bad ? "alert" : "check") : "info"} />
        <p role="status">
          <strong>
            {bad ? words.attention(alarms.length, formatNumber(alarms.length, locale)) : words.fine}
          </strong>{" "}
          {stale ?? (changed && text.changed)}
        </p>
        <div class="verdict-end">
          {children}
          {changed && (
            <Button small onClick={() => setShown(alarms)}>
              {text.showChanges}
            </Button>
          )}
          <span class="soft small number">
            {text.asOf} <time dateTime={view.at}>{formatTime(view.at, locale)}</time>
          </span>
        </div>
      </div>
      {shown.length > 0 && (
        <section class="alarms" aria-labelledby="alarms">
          <h2 id="alarms">{text.alarms}</h2>
          <ul>
            {shown.map((alarm) => (
              <AlarmLine
                key={keyOf(alarm)}
                before={alarm}
                now={alarms.find((one) => keyOf(one) === keyOf(alarm))}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** One that is over stays in its place, and says so. */
function AlarmLine({ before, now }: { before: Alarm; now: Alarm | undefined }) {
  const text = staffText.use();
  const locale = useLocale();
  const { kind, name, count, since } = now ?? before;
  return (
    <li class={now ? "alarm" : "alarm alarm-over"}>
      <Icon name={now ? "alert" : "check"} />
      <span>
        {!now && <strong>{text.over}: </strong>}
        {text.alarm[kind](count ?? 0, formatNumber(count ?? 0, locale), name)}{" "}
        <span class="small">
          {since ? (
            <>
              {text.since} <Time iso={since} />
            </>
          ) : (
            kind === "clock_late" && text.never
          )}
        </span>
      </span>
    </li>
  );
}
