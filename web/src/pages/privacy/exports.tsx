/** Asking for an export, watching it being made, taking it home, and deleting it. */
import { useState } from "preact/hooks";
import { useEvery } from "../../every.ts";
import { formatBytes, formatNumber } from "../../format.ts";
import { errorSentence, useLocale, useText } from "../../language.ts";
import { type PrivacyText, usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { Time } from "../../parts/figures.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Progress } from "../../parts/progress.tsx";
import {
  deleteExport,
  type ExportList,
  type ExportView,
  partAddress,
  readExport,
  requestExport,
} from "../../privacy-api.ts";
import type { Query } from "../../query.ts";
import { showToast } from "../../toast.ts";
import { Right } from "./frame.tsx";
import { useProof } from "./password-dialog.tsx";

const LOOK_AGAIN_MILLISECONDS = 1500;
const isUnderWay = ({ state }: ExportView) => ["requested", "planned", "building"].includes(state);
/** Exports that ended long ago only prove that the right was used; the newest are enough to see that. */
const SHOWN = 3;
const isShown = ({ state }: ExportView, index: number) => index < SHOWN || state === "ready";

export function Exports({ query }: { query: Query<ExportList> }) {
  const text = usePrivacyText().exports;
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const items = query.data?.items ?? [];
  const underWay = items.some(isUnderWay);
  useEvery(underWay, LOOK_AGAIN_MILLISECONDS, query.reload);
  const ask = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await requestExport();
      showToast(text.asked);
    } catch (error) {
      setFailure(error);
    }
    await query.reload();
    setBusy(false);
  };
  return (
    <Right id="export" title={text.title} lead={text.lead}>
      {query.error !== undefined && !query.data && <ErrorNotice error={query.error} retry={query.reload} />}
      {failure !== undefined && <ErrorNotice error={failure} />}
      {items.length > 0 ? (
        <ul class="lines">
          {items.filter(isShown).map((one) => (
            <ExportLine key={one.id} one={one} reload={query.reload} />
          ))}
        </ul>
      ) : (
        <p>{text.none}</p>
      )}
      {!underWay && (
        <Button tone="primary" icon="download" busy={busy} onClick={() => void ask()}>
          {items.length > 0 ? text.askAgain : text.ask}
        </Button>
      )}
    </Right>
  );
}

function ExportLine({ one, reload }: { one: ExportView; reload: () => Promise<void> }) {
  const text = usePrivacyText().exports;
  return (
    <li class="line export">
      <div class="line-body">
        <h3 class="line-title">
          {text.requestedOn} <Time iso={one.createdAt} />
        </h3>
        {isUnderWay(one) && <UnderWay one={one} />}
        {one.state === "failed" && <p class="soft">{text.failed}</p>}
        {one.state === "expired" && <p class="soft">{text.expired}</p>}
        {one.state === "ready" && <Ready one={one} reload={reload} />}
      </div>
    </li>
  );
}

function UnderWay({ one }: { one: ExportView }) {
  const text = usePrivacyText().exports;
  const locale = useLocale();
  const known = one.state === "building" && one.bytesTotal > 0;
  return (
    <>
      <p role="status">{stageOf(one, text, locale)}</p>
      <Progress label={text.progress} share={known ? one.bytesDone / one.bytesTotal : undefined} />
      <p class="soft small number">
        {known
          ? text.progressBytes(formatBytes(one.bytesDone, locale), formatBytes(one.bytesTotal, locale))
          : "\u00a0"}
      </p>
    </>
  );
}

function stageOf(one: ExportView, text: PrivacyText["exports"], locale: "en" | "fr"): string {
  if (one.waitingForStorage) return text.waitingForStorage;
  if (one.state === "requested") return text.waiting;
  if (one.state === "planned") return text.planning;
  const part = Math.min(one.partsDone + 1, one.partsTotal);
  return text.building(formatNumber(part, locale), formatNumber(one.partsTotal, locale));
}

function Ready({ one, reload }: { one: ExportView; reload: () => Promise<void> }) {
  const text = useText();
  const words = usePrivacyText().exports;
  const locale = useLocale();
  const proof = useProof();
  const [asking, setAsking] = useState(false);
  const take = (part: number) => proof.run(() => fetchPart(one.id, part, reload));
  return (
    <>
      <ul class="export-parts">
        {one.parts.map((part) => (
          <li key={part.number} class="export-part">
            <span>
              {one.parts.length === 1
                ? words.whole
                : words.part(formatNumber(part.number, locale), formatNumber(one.parts.length, locale))}{" "}
              <span class="soft number">{formatBytes(part.bytes, locale)}</span>
            </span>
            <Button
              small
              icon="download"
              aria-label={words.downloadNamed(part.fileName)}
              onClick={() => void take(part.number).catch((error) => showToast(errorSentence(error, text)))}
            >
              {words.download}
            </Button>
          </li>
        ))}
      </ul>
      <p class="soft small export-end">
        <span>
          {one.expiresAt && (
            <>
              {words.keptUntil} <Time iso={one.expiresAt} />
            </>
          )}
        </span>
        <Button tone="bare" small onClick={() => setAsking(true)}>
          {words.remove}
        </Button>
      </p>
      {proof.dialog}
      <ConfirmDialog
        open={asking}
        title={words.removeTitle}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await deleteExport(one.id);
          await reload();
          showToast(words.removed);
        }}
        onClose={() => setAsking(false)}
      >
        <p>{words.removeText}</p>
      </ConfirmDialog>
    </>
  );
}

/** The browser takes the file itself. Whether it is still there is asked first: a file that is gone has a page of JSON. */
async function fetchPart(id: string, part: number, reload: () => Promise<void>): Promise<void> {
  const { state } = await readExport(id);
  if (state === "ready") location.assign(partAddress(id, part));
  else await reload();
}
