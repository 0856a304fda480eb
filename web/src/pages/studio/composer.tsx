/** The form of the studio: what to make, with what, at what price. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { GenerationKind, GenerationView, ModelList } from "../../api.ts";
import { useBalance } from "../../balance.ts";
import { changeDraft, type Draft, draft, promptOf } from "../../draft.ts";
import { useLocale, useText } from "../../language.ts";
import { Notice } from "../../parts/notice.tsx";
import { Segmented } from "../../parts/segmented.tsx";
import { undecided } from "../../personal-data.ts";
import { forReader, listPrice, missingOf, modelOf, settingsOf } from "../../plan.ts";
import { obstacleTo } from "../../price.ts";
import { session, useRestricted } from "../../session.ts";
import { usePrice } from "../../use-price.ts";
import { ModelPicker } from "./model-picker.tsx";
import { Options } from "./options.tsx";
import { Order, Refusal } from "./order.tsx";
import { PictureSlots } from "./picture-slots.tsx";
import { PromptBox } from "./prompt-box.tsx";
import { TransferNote } from "./transfer-note.tsx";
import { TransferNoticeDialog } from "./transfer-notice.tsx";
import { useAsking } from "./use-asking.ts";
import { useLoosePictures } from "./use-loose-pictures.ts";

/** The main work first. */
const KINDS = ["clip", "image", "speech"] as const satisfies readonly GenerationKind[];

export function Composer({ list, onMade }: { list: ModelList; onMade: (made: GenerationView) => void }) {
  const { studio } = useText();
  const now = draft.use();
  const balance = useBalance().data;
  const { model, findings, settings, price, again } = useWish(now, list);
  const { sending, error, ask, notice, readNotice, closeNotice } = useAsking(onMade, again);
  useLoosePictures(model);
  const obstacle = obstacleTo({
    missing: model ? missingOf(now, model) : "no_model",
    undecided: findings.length > 0,
    restricted: useRestricted(),
    sending,
    price,
    available: balance?.available,
  });
  const press = (event?: Event) => {
    event?.preventDefault();
    if (!obstacle && settings && price.state === "known") void ask(settings, price.quote.quote);
  };
  const pictures = model && <PictureSlots draft={now} model={model} />;
  return (
    <form class="composer" noValidate onSubmit={press}>
      <Segmented
        label={studio.kind}
        hideLabel
        choices={KINDS.map((kind) => ({ value: kind, label: studio.kinds[kind], icon: kind }))}
        value={now.kind}
        onChange={(kind) => changeDraft({ kind })}
      />
      {model && <ModelPicker models={list.models.filter((one) => one.kind === now.kind)} chosen={model} />}
      {now.kind === "clip" && pictures}
      <PromptBox draft={now} model={model} cameraWords={list.cameraWords} findings={findings} />
      <Remembered />
      {now.kind !== "clip" && pictures}
      {model && <Options draft={now} model={model} />}
      {list.transfersSuspended && <Notice tone="warm">{list.transfersSuspended}</Notice>}
      {price.state === "failed" && <Refusal error={price.error} retry={again} />}
      {error !== undefined && <Refusal error={error} />}
      <TransferNote />
      <Order price={price} listed={model && listPrice(now, model)} balance={balance} obstacle={obstacle} />
      <TransferNoticeDialog notice={notice} reload={readNotice} onUnderstood={press} onClose={closeNotice} />
    </form>
  );
}

/** What was remembered with the person's consent; its place is kept while it is on its way. */
function Remembered() {
  const { remembered } = session.use();
  const [Recent, show] = useState<ComponentType>();
  useEffect(() => {
    if (remembered)
      void import("./recent.tsx").then(
        (loaded) => show(() => loaded.default),
        () => {},
      );
  }, [remembered]);
  return remembered ? <div class="recent-place">{Recent && <Recent />}</div> : null;
}

/** Hook: what is wished for now and its price. Personal data that nobody has decided upon keeps all of it here. */
function useWish(now: Draft, list: ModelList) {
  const locale = useLocale();
  const chosen = modelOf(now, list.models);
  const model = chosen && forReader(chosen, locale);
  const findings = undecided(promptOf(now), now.allowed);
  const restricted = useRestricted();
  const settings = model && findings.length === 0 && !restricted ? settingsOf(now, model) : undefined;
  return { model, findings, settings, ...usePrice(settings) };
}
