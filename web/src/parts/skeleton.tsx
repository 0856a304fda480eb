/** Placeholders of the size of what is being loaded, so that nothing moves when it comes. */

/** A grey box. Sizes are CSS lengths; `ratio` (for example "16 / 9") gives a height from the width. */
export function Skeleton({
  width = "100%",
  height,
  ratio,
}: {
  width?: string;
  height?: string;
  ratio?: string;
}) {
  const size = { width, ...(height ? { height } : {}), ...(ratio ? { aspectRatio: ratio } : {}) };
  return <span class="skeleton" style={size} aria-hidden="true" />;
}

/** Lines of text that are not there yet. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <span aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          class="skeleton skeleton-text"
          style={{ width: line === lines - 1 ? "60%" : "100%" }}
        />
      ))}
    </span>
  );
}
