/** One piece in the grid. Every tile has the same room, so that nothing moves when its picture comes. */
import type { GenerationView, MediaView } from "../../api.ts";
import { formatNumber, formatSeconds } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Time } from "../../parts/figures.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Model } from "../../plan.ts";
import { sourceOf } from "./made-media.tsx";
import { isActive } from "./progress.ts";
import { ProgressView } from "./progress-view.tsx";

export function Tile({ made, model }: { made: GenerationView; model: Model | undefined }) {
  const { studio } = useText();
  return (
    <a
      class="tile"
      href={`/library/${made.id}`}
      onPointerEnter={playClip}
      onPointerLeave={restClip}
      onFocus={playClip}
      onBlur={restClip}
    >
      <TilePicture made={made} />
      <span class="tile-words">
        <span class="unseen">{studio.kinds[made.kind]}: </span>
        <span class="tile-prompt">{made.settings.prompt}</span>
        {made.failure && (
          <span class="soft small">
            {made.failure.text} {studio.cameBack}
          </span>
        )}
        {isActive(made) ? (
          <ProgressView made={made} typicalSeconds={model?.typicalSeconds ?? null} />
        ) : (
          <span class="tile-facts soft small">
            {model?.label ?? made.settings.model} · <Time iso={made.createdAt} ago />
          </span>
        )}
      </span>
    </a>
  );
}

function TilePicture({ made }: { made: GenerationView }) {
  const [output] = made.outputs;
  const first = made.inputs.find((input) => input.role === "first_frame")?.media;
  if (isActive(made))
    return (
      <span class="tile-picture tile-coming">
        {first?.thumbnailUrl ? <img src={first.thumbnailUrl} alt="" /> : <Icon name={made.kind} />}
      </span>
    );
  if (made.state !== "ready" || !output) return <TileFailed made={made} />;
  if (output.fileUrl === null) return <TileLost />;
  return (
    <span class="tile-picture" style={likeness(output)}>
      {output.kind === "audio" && <Wave id={made.id} />}
      {output.kind === "image" && output.thumbnailUrl && (
        <img src={output.thumbnailUrl} alt="" loading="lazy" />
      )}
      {output.kind === "video" && <TileClip output={output} />}
      <TileBadge made={made} output={output} />
    </span>
  );
}

const likeness = (output: MediaView) =>
  output.placeholder ? { backgroundImage: `url("${output.placeholder}")` } : {};

function TileBadge({ made, output }: { made: GenerationView; output: MediaView }) {
  const { library, studio } = useText();
  const locale = useLocale();
  const count = made.outputs.length;
  return (
    <span class="tile-badge small number">
      <Icon name={made.kind} />
      {count > 1 && (
        <>
          <span aria-hidden="true">{formatNumber(count, locale)}</span>
          <span class="unseen">{library.images(formatNumber(count, locale))}</span>
        </>
      )}
      {count === 1 && output.durationSeconds !== null && formatSeconds(output.durationSeconds, locale)}
      <span class="tile-ai">{studio.madeByAi}</span>
    </span>
  );
}

function TileFailed({ made }: { made: GenerationView }) {
  const { studio } = useText();
  return (
    <span class="tile-picture tile-failed">
      <Icon name={made.state === "failed" ? "alert" : "close"} />
      <strong>{studio.stages[made.state]}</strong>
    </span>
  );
}

/** What was made is not in the storage any more: said in short, for a tile is small; its page says the rest. */
function TileLost() {
  const { library } = useText();
  return (
    <span class="tile-picture tile-failed">
      <Icon name="alert" />
      <strong>{library.lost}</strong>
    </span>
  );
}

type TileEvent = { currentTarget: HTMLElement };

/** A clip plays without sound while somebody points at its tile or is on it, unless they asked for less movement. */
function playClip({ currentTarget }: TileEvent): void {
  if (matchMedia("(prefers-reduced-motion: reduce), (hover: none)").matches) return;
  // A browser that will not play keeps the poster.
  currentTarget
    .querySelector("video")
    ?.play()
    .catch(() => undefined);
}

function restClip({ currentTarget }: TileEvent): void {
  const video = currentTarget.querySelector("video");
  video?.pause();
  if (video) video.currentTime = 0;
}

/** Nothing of a clip that has a poster is loaded before it is played; one without shows its first frame. */
const TileClip = ({ output }: { output: MediaView }) => (
  <video
    {...sourceOf(output)}
    muted
    loop
    playsInline
    preload={output.thumbnailUrl ? "none" : "metadata"}
    tabIndex={-1}
    aria-hidden="true"
  />
);

const BARS = 28;

/** A drawing for speech: bars whose heights come from the id, so that each piece keeps its own. */
function Wave({ id }: { id: string }) {
  const digits = [...id.replaceAll("-", "")].reverse();
  return (
    <svg class="wave" viewBox={`0 0 ${BARS * 4} 40`} aria-hidden="true" focusable="false">
      {digits.slice(0, BARS).map((digit, index) => {
        const height = 4 + Number.parseInt(digit, 16) * 2.2;
        return <rect key={index} x={index * 4 + 1} y={20 - height / 2} width="2" height={height} rx="1" />;
      })}
    </svg>
  );
}
