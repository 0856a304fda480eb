/** Waiting, shown: a small wheel beside words, and a bar with or without a known end. */

/** Decoration beside words that say what is being waited for. */
export const Spinner = () => <span class="spinner" aria-hidden="true" />;

/** A bar. `share` from 0 to 1; undefined when nobody knows how long it takes. `label` names what is being waited for. */
export function Progress({ share, label }: { share?: number | undefined; label: string }) {
  const percent = share === undefined ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      class={percent === undefined ? "progress progress-endless" : "progress"}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div class="progress-bar" style={percent === undefined ? {} : { width: `${percent}%` }} />
    </div>
  );
}
