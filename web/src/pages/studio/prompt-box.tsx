/** The text: what to write, how much of it fits, camera moves as buttons, and the warning about personal data. */
import { useRef } from "preact/hooks";
import type { ModelList } from "../../api.ts";
import { insertCamera } from "../../camera.ts";
import { changePrompt, type Draft, promptOf } from "../../draft.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Field } from "../../parts/field.tsx";
import type { Finding } from "../../personal-data.ts";
import { lengthOf, type Model } from "../../plan.ts";
import { PersonalWarning } from "./personal-warning.tsx";
import { Reminder } from "./reminder.tsx";

type CameraWords = ModelList["cameraWords"];

export function PromptBox(props: {
  draft: Draft;
  model: Model | undefined;
  cameraWords: CameraWords;
  findings: readonly Finding[];
}) {
  const { studio } = useText();
  const box = useRef<HTMLTextAreaElement>(null);
  const { draft, model, findings } = props;
  const used = lengthOf(promptOf(draft));
  const tooLong = model !== undefined && used > model.promptMaxLength;
  return (
    <div class="prompt">
      <Field
        label={studio.prompt[draft.kind]}
        hint={<Reminder of="prompt" />}
        error={tooLong ? studio.missing.prompt_long : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            ref={box}
            rows={5}
            value={promptOf(draft)}
            placeholder={studio.promptExample[draft.kind]}
            onInput={(event) => changePrompt(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      {model && <Counter used={used} limit={model.promptMaxLength} />}
      <PersonalWarning findings={findings} onAnswer={() => box.current?.focus()} />
      {model?.cameraWords && <CameraMoves words={props.cameraWords} box={box} />}
    </div>
  );
}

function Counter({ used, limit }: { used: number; limit: number }) {
  const { studio } = useText();
  const locale = useLocale();
  return (
    <p class={used > limit ? "counter counter-over number" : "counter number"}>
      {studio.counter(formatNumber(used, locale), formatNumber(limit, locale))}
    </p>
  );
}

function CameraMoves({ words, box }: { words: CameraWords; box: { current: HTMLTextAreaElement | null } }) {
  const { studio } = useText();
  const locale = useLocale();
  const put = (word: string) => {
    const field = box.current;
    if (!field) return;
    const known = words.map((camera) => camera.word);
    const selection = { start: field.selectionStart, end: field.selectionEnd };
    const { text, caret } = insertCamera(field.value, selection, word, known);
    // Written first, so that the caret stands where the next word goes; the focus stays on the button.
    field.value = text;
    field.setSelectionRange(caret, caret);
    changePrompt(text);
  };
  return (
    <fieldset class="camera">
      <legend class="field-label">{studio.camera}</legend>
      <div class="camera-words">
        {words.map((camera) => (
          <button
            key={camera.word}
            type="button"
            class="chip"
            title={camera.word}
            onClick={() => put(camera.word)}
          >
            {camera.label[locale]}
          </button>
        ))}
      </div>
      <p class="field-hint">{studio.cameraHint}</p>
    </fieldset>
  );
}
