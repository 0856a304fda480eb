/** The place of one picture: empty and waiting for a file, on its way, refused with the reason, or there. */
import { useId, useRef, useState } from "preact/hooks";
import type { InputRole, Picture, PictureTrouble } from "../../draft.ts";
import { formatBytes, formatShare } from "../../format.ts";
import { errorSentence, useLocale, useText } from "../../language.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Progress } from "../../parts/progress.tsx";
import { ACCEPTED_PICTURES } from "../../pictures.ts";

type SlotProps = {
  role: InputRole;
  picture: Picture | undefined;
  needed: boolean;
  onFile: (file: File) => void;
  onEarlier: () => void;
  onRemove: () => void;
};

export function PictureSlot(props: SlotProps) {
  const { studio } = useText();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const { over, ...dropping } = useDropping(props.onFile);
  const { role, picture } = props;
  const choose = () => chooser.current?.click();
  return (
    <section class={over ? "slot slot-over" : "slot"} aria-labelledby={id} {...dropping}>
      <h2 id={id} class="slot-title">
        {studio.roles[role]}{" "}
        <span class="field-aside">({props.needed ? studio.required : studio.optional})</span>
      </h2>
      <input
        ref={chooser}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={ACCEPTED_PICTURES}
        onChange={(event) => {
          takeFirst(event.currentTarget.files, props.onFile);
          // The same file can be chosen again after it was taken away.
          event.currentTarget.value = "";
        }}
      />
      {picture ? (
        <Chosen {...props} picture={picture} onReplace={choose} />
      ) : (
        <Empty {...props} onChoose={choose} />
      )}
    </section>
  );
}

function takeFirst(files: FileList | null | undefined, take: (file: File) => void): void {
  const file = files?.[0];
  if (file) take(file);
}

/** Hook: what makes an element a place to drop a file, and whether one is held over it. */
function useDropping(take: (file: File) => void) {
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      takeFirst(event.dataTransfer?.files, take);
    },
  };
}

function Empty({ role, onChoose, onEarlier }: SlotProps & { onChoose: () => void }) {
  const { studio } = useText();
  return (
    <div class="slot-body">
      <p class="small">{studio.roleHints[role]}</p>
      <div class="slot-actions">
        <Button small icon="upload" onClick={onChoose}>
          {studio.choosePicture}
        </Button>
        <Button small tone="bare" onClick={onEarlier}>
          {studio.earlier}
        </Button>
      </div>
      <p class="soft small slot-drop">{studio.dropOrPaste}</p>
    </div>
  );
}

function Chosen(props: SlotProps & { picture: Picture; onReplace: () => void }) {
  const { studio } = useText();
  const { picture } = props;
  const retry = picture.state === "failed" ? picture.file : undefined;
  const source = picture.state === "ready" ? picture.media.thumbnailUrl : picture.preview;
  return (
    <div class="slot-body slot-chosen">
      <div class="slot-picture">
        {source ? <img src={picture.preview ?? source} alt={picture.name} /> : <Icon name="image" />}
      </div>
      <div class="slot-words">
        <p class="slot-name small">{picture.name}</p>
        <div aria-live="polite">
          <PictureState picture={picture} />
        </div>
        <div class="slot-actions">
          {retry && (
            <Button small icon="refresh" onClick={() => props.onFile(retry)}>
              {studio.tryAgain}
            </Button>
          )}
          <Button small onClick={props.onReplace}>
            {studio.replace}
          </Button>
          <Button small tone="bare" onClick={props.onRemove}>
            {studio.remove}
          </Button>
        </div>
      </div>
    </div>
  );
}

function PictureState({ picture }: { picture: Picture }) {
  const { studio } = useText();
  const locale = useLocale();
  if (picture.state === "sending") {
    const share = formatShare(picture.share, locale);
    return (
      <>
        <p class="soft small number" aria-hidden="true">
          {studio.sending(share)}
        </p>
        <Progress share={picture.share} label={studio.sending(picture.name)} />
      </>
    );
  }
  if (picture.state === "checking")
    return (
      <>
        <p class="soft small">{studio.checking}</p>
        <Progress label={studio.checking} />
      </>
    );
  if (picture.state === "failed") return <Trouble trouble={picture.trouble} />;
  return (
    <p class="soft small slot-ready">
      <Icon name="check" />
      {studio.pictureReady}
    </p>
  );
}

function Trouble({ trouble }: { trouble: PictureTrouble }) {
  const text = useText();
  const locale = useLocale();
  const words =
    "sentence" in trouble
      ? trouble.sentence || text.studio.refused
      : "error" in trouble
        ? errorSentence(trouble.error, text)
        : trouble.rule === "size"
          ? text.studio.tooLarge(formatBytes(trouble.maxBytes, locale))
          : text.studio.wrongType;
  return (
    <p class="field-error">
      <Icon name="alert" />
      <span>{words}</span>
    </p>
  );
}
