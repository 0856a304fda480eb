/** What was made, shown in the room that was kept for it. */
import { useRef } from "preact/hooks";
import type { GenerationView, MediaView } from "../../api.ts";
import { useText } from "../../language.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { PieceActions } from "./actions.tsx";
import { frameOf, isActive, wantedOf } from "./progress.ts";

/** Longest part of a prompt that is read out as the name of a picture. */
const ALT_CHARACTERS = 150;

/** Results, or the empty frames of results that are still to come; nothing for what has failed. */
export function MadeMedia({ made, large = false }: { made: GenerationView; large?: boolean }) {
  const text = useText();
  const ratio = frameOf(made);
  const alt = text.studio.alt(text.studio.kinds[made.kind], made.settings.prompt.slice(0, ALT_CHARACTERS));
  if (isActive(made)) return <ComingMedia made={made} ratio={ratio} />;
  if (made.outputs.length === 0) return null;
  const several = made.outputs.length > 1;
  return (
    <div class={`made ${several ? "made-several" : ""} ${large ? "made-large" : ""}`}>
      {made.outputs.map((output, index) => (
        <div key={output.id}>
          <MadePiece output={output} ratio={ratio} alt={several ? `${alt} (${index + 1})` : alt} />
          {several && <PieceActions output={output} number={index + 1} />}
        </div>
      ))}
    </div>
  );
}

/** True when something of it can be looked at and taken: made, and still in the storage. */
export const hasFiles = ({ state, outputs }: GenerationView): boolean =>
  state === "ready" && outputs.some(({ fileUrl }) => fileUrl !== null);

function MadePiece({ output, ratio, alt }: { output: MediaView; ratio: number | undefined; alt: string }) {
  // The storage does not have it any more: nothing to show, and that is said.
  if (output.fileUrl === null) return <p class="made-lost">{output.refusal?.text}</p>;
  if (output.kind === "video") return <ClipPlayer output={output} ratio={ratio} label={alt} />;
  if (output.kind === "audio")
    return (
      // biome-ignore lint/a11y/useMediaCaption: the text that is spoken stands beside it.
      <audio class="made-speech" src={output.fileUrl ?? ""} controls preload="metadata" aria-label={alt} />
    );
  return (
    <a
      class="made-frame"
      href={output.fileUrl ?? ""}
      target="_blank"
      rel="noreferrer"
      style={frame(ratio, output)}
    >
      <img src={output.fileUrl ?? ""} alt={alt} width={output.width ?? 1} height={output.height ?? 1} />
    </a>
  );
}

/** A link to a file lives five minutes; a clip that outlives its link asks for a new one and goes on where it was. */
function ClipPlayer(props: { output: MediaView; ratio: number | undefined; label: string }) {
  const { output } = props;
  const retried = useRef(0);
  const renew = (video: HTMLVideoElement) => {
    const at = video.currentTime;
    if (at === 0 || Date.now() - retried.current < 10_000) return;
    retried.current = Date.now();
    video.addEventListener(
      "loadedmetadata",
      () => {
        video.currentTime = at;
        void video.play().catch(() => undefined);
      },
      { once: true },
    );
    video.src = `${output.fileUrl ?? ""}?at=${retried.current}`;
  };
  return (
    <video
      class="made-frame"
      {...sourceOf(output)}
      style={frame(props.ratio, output)}
      width={output.width ?? 16}
      height={output.height ?? 9}
      aria-label={props.label}
      controls
      playsInline
      preload="metadata"
      onError={(event) => renew(event.currentTarget)}
    />
  );
}

/** Where a clip is and what stands in its place before it plays: its poster, else a moment just behind its start. */
export const sourceOf = ({ fileUrl, thumbnailUrl }: MediaView) =>
  thumbnailUrl
    ? { src: fileUrl ?? "", poster: thumbnailUrl }
    : // A browser that waits for the press shows nothing of a clip unless it is sent to a moment of it.
      { src: `${fileUrl ?? ""}#t=0.001` };

function ComingMedia({ made, ratio }: { made: GenerationView; ratio: number | undefined }) {
  const first = made.inputs.find((input) => input.role === "first_frame")?.media;
  if (ratio === undefined) return <Skeleton height="3.375rem" />;
  return (
    <div class={wantedOf(made) > 1 ? "made made-several" : "made"} aria-hidden="true">
      {Array.from({ length: wantedOf(made) }, (_, index) => (
        <div key={index} class="made-frame made-coming" style={frame(ratio)}>
          {first?.thumbnailUrl && <img src={first.thumbnailUrl} alt="" />}
        </div>
      ))}
    </div>
  );
}

/** The room of a picture, with its blurred likeness until it has come. */
function frame(ratio: number | undefined, media?: MediaView) {
  return {
    ...(ratio === undefined ? {} : { aspectRatio: String(ratio), "--ratio": String(ratio) }),
    ...(media?.placeholder ? { backgroundImage: `url("${media.placeholder}")` } : {}),
  };
}
