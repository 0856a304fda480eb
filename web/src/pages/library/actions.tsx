/** What can be done with a finished generation, in the studio and in the library; nothing new while processing is restricted. */
import { useLocation } from "preact-iso";
import type { GenerationView, MediaView } from "../../api.ts";
import { type Draft, draft, draftAgain, draftFrom, holdsWork } from "../../draft.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Button, ButtonLink, IconButton } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useRestricted } from "../../session.ts";
import { showToast } from "../../toast.ts";

/** Hook: fills the studio with a draft and goes there. What it held before can be taken back. */
export function useFill(): (next: Draft) => void {
  const { studio } = useText();
  const { path, route } = useLocation();
  return (next) => {
    const before = draft.get();
    draft.set(next);
    if (path === "/studio") window.scrollTo({ top: 0, behavior: "smooth" });
    else route("/studio");
    if (!holdsWork(before)) return;
    showToast(studio.filled, { label: studio.undo, run: async () => draft.set(before) });
  };
}

const downloadOf = (media: MediaView): string => `${media.fileUrl ?? ""}?download=1`;

/** Under each picture of several: download and animate, by its number. */
export function PieceActions({ output, number }: { output: MediaView; number: number }) {
  const { studio } = useText();
  const written = formatNumber(number, useLocale());
  const fill = useFill();
  const restricted = useRestricted();
  if (output.fileUrl === null) return null;
  return (
    <span class="made-actions">
      <a
        class="button button-bare button-icon button-small"
        href={downloadOf(output)}
        download={output.fileName}
        aria-label={studio.downloadNumber(written)}
        title={studio.downloadNumber(written)}
      >
        <Icon name="download" />
      </a>
      <IconButton
        small
        icon="clip"
        label={studio.animateNumber(written)}
        disabled={restricted}
        onClick={() => fill(draftFrom(output))}
      />
    </span>
  );
}

/** Download, animate, use again. Several pictures have the first two under each. */
export function MadeActions({ made, small = false }: { made: GenerationView; small?: boolean }) {
  const { studio } = useText();
  const fill = useFill();
  const restricted = useRestricted();
  const ready = made.outputs.length > 1 ? [] : made.outputs.filter((output) => output.fileUrl !== null);
  return (
    <>
      {ready.map((output) => (
        <ButtonLink key={output.id} href={downloadOf(output)} icon="download" small={small} download>
          {studio.download}
        </ButtonLink>
      ))}
      {ready
        .filter((output) => output.kind === "image")
        .map((output) => (
          <Button
            key={output.id}
            icon="clip"
            small={small}
            disabled={restricted}
            onClick={() => fill(draftFrom(output))}
          >
            {studio.animate}
          </Button>
        ))}
      <Button icon="refresh" small={small} disabled={restricted} onClick={() => fill(draftAgain(made))}>
        {studio.again}
      </Button>
    </>
  );
}
