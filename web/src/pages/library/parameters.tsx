/** Everything that a piece was made of, in words. */
import type { ComponentChildren } from "preact";
import type { GenerationView, MediaView, Settings } from "../../api.ts";
import { formatBytes, formatNumber, formatSeconds } from "../../format.ts";
import { type Text, useLocale, useText } from "../../language.ts";
import { Button } from "../../parts/button.tsx";
import { Credits, Time } from "../../parts/figures.tsx";
import type { Model } from "../../plan.ts";
import { showToast } from "../../toast.ts";
import { hasFiles } from "./made-media.tsx";
import { isActive, secondsOf } from "./progress.ts";

type Row = [label: string, value: ComponentChildren];
type Written = { text: Text; number: (value: number) => string; locale: "en" | "fr" };

export function Parameters({ made, model }: { made: GenerationView; model: Model | undefined }) {
  const text = useText();
  const locale = useLocale();
  const written: Written = { text, locale, number: (value) => formatNumber(value, locale) };
  const { library, studio } = text;
  const isLost = made.state === "ready" && !hasFiles(made);
  const rows: Row[] = [
    [library.kind, studio.kinds[made.kind]],
    [library.model, model?.label ?? made.settings.model],
    [library.state, isLost ? library.lost : made.sealed ? studio.sealed : studio.stages[made.state]],
    ...settingRows(made.settings, model, written),
    ...made.outputs.slice(0, 1).map((output): Row => [library.size, sizeWords(output, written)]),
    made.creditsCharged === null
      ? [library.quoted, <Credits value={made.credits} />]
      : [library.charged, <Credits value={made.creditsCharged} />],
    [library.created, <Time iso={made.createdAt} />],
    ...finishedRows(made, written),
  ];
  return (
    <section class="parameters" aria-labelledby="parameters">
      <h2 id="parameters">{library.parameters}</h2>
      <PromptText prompt={made.settings.prompt} />
      <Inputs made={made} />
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settingRows(settings: Settings, model: Model | undefined, { text, number, locale }: Written): Row[] {
  const { library, studio } = text;
  if (settings.kind === "image")
    return [
      [library.ratio, settings.aspectRatio],
      [library.count, number(settings.count)],
    ];
  if (settings.kind === "clip")
    return [
      [library.duration, studio.seconds(number(settings.durationSeconds))],
      [library.resolution, settings.resolution],
      ...(settings.aspectRatio ? [[library.ratio, settings.aspectRatio] satisfies Row] : []),
    ];
  const voice = model?.speech?.voices.find((one) => one.id === settings.voice);
  const language = model?.speech?.languages.find((one) => one.id === settings.language);
  return [
    [library.voice, voice?.label[locale] ?? settings.voice],
    [library.language, language?.label[locale] ?? settings.language ?? library.languageAuto],
    [library.speed, library.speedValue(number(settings.speed))],
  ];
}

function sizeWords(output: MediaView, { text, number, locale }: Written): string {
  const bytes = formatBytes(output.bytes, locale);
  if (output.width !== null && output.height !== null)
    return text.library.sizeValue(number(output.width), number(output.height), bytes);
  return output.durationSeconds === null
    ? bytes
    : text.library.audioSize(formatSeconds(output.durationSeconds, locale), bytes);
}

function finishedRows(made: GenerationView, { text, locale }: Written): Row[] {
  if (isActive(made) || !made.finishedAt) return [];
  const took = text.library.took(formatSeconds(secondsOf(made, 0), locale));
  return [
    [
      text.library.finished,
      <>
        <Time iso={made.finishedAt} /> <span class="soft">{took}</span>
      </>,
    ],
  ];
}

function PromptText({ prompt }: { prompt: string }) {
  const { library } = useText();
  const copy = () =>
    navigator.clipboard.writeText(prompt).then(
      () => showToast(library.copied),
      () => showToast(library.copyFailed),
    );
  return (
    <div class="parameters-prompt">
      <h3 class="unseen">{library.prompt}</h3>
      <blockquote>{prompt}</blockquote>
      <Button small tone="bare" icon="copy" onClick={() => void copy()}>
        {library.copy}
      </Button>
    </div>
  );
}

/** Pictures that went in. One that has been deleted since is named as such. */
function Inputs({ made }: { made: GenerationView }) {
  const { library, studio } = useText();
  const { settings } = made;
  const asked = [
    "firstFrameMediaId" in settings && settings.firstFrameMediaId,
    "lastFrameMediaId" in settings && settings.lastFrameMediaId,
    "faceMediaId" in settings && settings.faceMediaId,
  ].filter(Boolean).length;
  if (asked === 0) return null;
  return (
    <div class="parameters-inputs">
      <h3>{library.inputs}</h3>
      <ul class="inputs">
        {made.inputs.map(({ role, media }) => (
          <li key={role}>
            <figure>
              {media.thumbnailUrl && <img src={media.thumbnailUrl} alt={media.fileName} />}
              <figcaption class="small">{studio.roles[role]}</figcaption>
            </figure>
          </li>
        ))}
      </ul>
      {made.inputs.length < asked && <p class="soft small">{library.inputGone}</p>}
    </div>
  );
}
