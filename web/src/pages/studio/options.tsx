/** The settings of each kind. Whatever is chosen, the others follow so that the model offers the combination. */
import { changeDraft, type Draft } from "../../draft.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Field, SelectField } from "../../parts/field.tsx";
import { Segmented } from "../../parts/segmented.tsx";
import {
  chooseResolution,
  clipChoices,
  countOf,
  type Model,
  ratioChoices,
  voiceChoices,
} from "../../plan.ts";

/** More choices than this are a list that opens. */
const MOST_VISIBLE = 4;
type Part = { draft: Draft; model: Model };

export function Options({ draft, model }: Part) {
  return (
    <div class="options">
      {model.kind === "image" && <ImageOptions draft={draft} model={model} />}
      {model.kind === "clip" && <ClipOptions draft={draft} model={model} />}
      {model.kind === "speech" && <SpeechOptions draft={draft} model={model} />}
    </div>
  );
}

function ImageOptions({ draft, model }: Part) {
  const { studio } = useText();
  const locale = useLocale();
  const counts = Array.from({ length: model.maxCount ?? 1 }, (_, index) => index + 1);
  return (
    <>
      <Ratios draft={draft} model={model} onChange={(imageRatio) => changeDraft({ imageRatio })} />
      <Segmented
        label={studio.count}
        choices={counts.map((count) => ({ value: count, label: formatNumber(count, locale) }))}
        value={countOf(draft, model)}
        onChange={(count) => changeDraft({ count })}
      />
    </>
  );
}

function ClipOptions({ draft, model }: Part) {
  const { studio } = useText();
  const locale = useLocale();
  const { durations, durationSeconds, resolutions, resolution } = clipChoices(draft, model);
  const seconds = (value: number) => studio.seconds(formatNumber(value, locale));
  return (
    <>
      <Few
        label={studio.duration}
        values={durations}
        value={durationSeconds}
        words={seconds}
        onChange={(value) => changeDraft({ durationSeconds: value })}
      />
      <Segmented
        label={studio.resolution}
        choices={resolutions.map((value) => ({ value, label: value }))}
        value={resolution}
        onChange={(value) => changeDraft(chooseResolution(draft, model, value))}
      />
      <Ratios draft={draft} model={model} onChange={(clipRatio) => changeDraft({ clipRatio })} />
    </>
  );
}

/** A row of choices, or a list that opens when there are too many for a row. */
function Few<T extends string | number>(props: {
  label: string;
  values: readonly T[];
  value: T | undefined;
  words: (value: T) => string;
  onChange: (value: T) => void;
}) {
  const { label, values, value, words, onChange } = props;
  if (values.length <= MOST_VISIBLE) {
    const choices = values.map((one) => ({ value: one, label: words(one) }));
    return <Segmented label={label} choices={choices} value={value} onChange={onChange} />;
  }
  const choose = (text: string) => {
    const chosen = values.find((one) => String(one) === text);
    if (chosen !== undefined) onChange(chosen);
  };
  return (
    <SelectField label={label} value={String(value)} onChange={(event) => choose(event.currentTarget.value)}>
      {values.map((one) => (
        <option key={one} value={String(one)}>
          {words(one)}
        </option>
      ))}
    </SelectField>
  );
}

/** Shapes, each drawn as it is. */
function Ratios({ draft, model, onChange }: Part & { onChange: (ratio: string) => void }) {
  const { studio } = useText();
  const { ratios, ratio } = ratioChoices(draft, model);
  if (ratios.length === 0)
    return draft.kind === "clip" && draft.pictures.first_frame ? (
      <p class="soft small options-wide">{studio.ratioFromPicture}</p>
    ) : null;
  const choices = ratios.map((value) => ({
    value,
    label: (
      <>
        <Shape ratio={value} />
        {value}
      </>
    ),
  }));
  return (
    <div class="options-wide">
      <Segmented label={studio.ratio} choices={choices} value={ratio} onChange={onChange} />
    </div>
  );
}

const BOX = 18;

/** A shape drawn in a square box, by its longer side. */
function Shape({ ratio }: { ratio: string }) {
  const [across = 1, down = 1] = ratio.split(":").map(Number);
  const scale = BOX / Math.max(across, down);
  const [width, height] = [across * scale, down * scale];
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
      <rect x={10 - width / 2} y={10 - height / 2} width={width} height={height} rx="1.5" />
    </svg>
  );
}

function SpeechOptions({ draft, model }: Part) {
  const { studio } = useText();
  const locale = useLocale();
  const { voices, voice, languages, language } = voiceChoices(draft, model);
  return (
    <>
      <SelectField
        label={studio.voice}
        value={voice ?? ""}
        onChange={(event) => changeDraft({ voice: event.currentTarget.value })}
      >
        {voices.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label[locale]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={studio.language}
        value={language ?? ""}
        onChange={(event) => changeDraft({ language: event.currentTarget.value || undefined })}
      >
        <option value="">{studio.languageAuto}</option>
        {languages.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label[locale]}
          </option>
        ))}
      </SelectField>
      <Speed speed={draft.speed} />
    </>
  );
}

function Speed({ speed }: { speed: number }) {
  const { studio } = useText();
  const locale = useLocale();
  const words = studio.speedValue(formatNumber(speed, locale));
  return (
    <Field label={studio.speed} aside={words}>
      {({ class: _, ...control }) => (
        <input
          {...control}
          class="range"
          type="range"
          min={0.5}
          max={2}
          step={0.1}
          value={speed}
          aria-valuetext={words}
          onInput={(event) => changeDraft({ speed: Number(event.currentTarget.value) })}
        />
      )}
    </Field>
  );
}
