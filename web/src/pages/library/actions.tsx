/** What can be done with a finished generation, in the studio and in the library. */
import { useLocation } from "preact-iso";
import type { GenerationView, MediaView } from "../../api.ts";
import { type Draft, draft, draftAgain, draftFrom, holdsWork } from "../../draft.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Button, ButtonLink } from "../../parts/button.tsx";
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

/** Download, animate, use again. */
export function MadeActions({ made, small = false }: { made: GenerationView; small?: boolean }) {
  const { studio } = useText();
  const locale = useLocale();
  const fill = useFill();
  const several = made.outputs.length > 1;
  const ready = made.outputs.filter((output) => output.fileUrl !== null);
  return (
    <>
      {ready.map((output, index) => (
        <ButtonLink key={output.id} href={downloadOf(output)} icon="download" small={small} download>
          {several ? studio.downloadNumber(formatNumber(index + 1, locale)) : studio.download}
        </ButtonLink>
      ))}
      {ready
        .filter((output) => output.kind === "image")
        .map((output, index) => (
          <Button key={output.id} icon="clip" small={small} onClick={() => fill(draftFrom(output))}>
            {several ? studio.animateNumber(formatNumber(index + 1, locale)) : studio.animate}
          </Button>
        ))}
      <Button icon="refresh" small={small} onClick={() => fill(draftAgain(made))}>
        {studio.again}
      </Button>
    </>
  );
}
