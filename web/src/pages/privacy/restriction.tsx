/** Restricting what is done with the data, and lifting that in its two steps. */
import { useState } from "preact/hooks";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { Time } from "../../parts/figures.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import {
  announceLift,
  confirmLift,
  type PurgeChoice,
  type RestrictionView,
  restrict,
  type SealedChoice,
  withdrawLift,
} from "../../privacy-api.ts";
import type { Query } from "../../query.ts";
import { loadSession, session } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { Choices } from "./choices.tsx";
import { Right } from "./frame.tsx";

/** What is sent where there is nothing to choose about: work that is done goes to its owner. */
const NOTHING_SEALED: SealedChoice = "keep";

type Act = (work: () => Promise<RestrictionView>, done: string) => Promise<void>;
type Part = { view: RestrictionView; act: Act; busy: boolean };

/** `changed`: the rest of the panel says it too. */
export function Restriction(props: { query: Query<RestrictionView>; changed: () => Promise<void> }) {
  const { query, changed } = props;
  const text = usePrivacyText().restriction;
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const act: Act = async (work, done) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const view = await work();
      query.change(() => view);
      await Promise.all([loadSession(), changed()]);
      showToast(done);
    } catch (error) {
      setFailure(error);
      await query.reload();
    }
    setBusy(false);
  };
  const view = query.data;
  return (
    <Right id="restriction" title={text.title} lead={text.lead}>
      {query.error !== undefined && <ErrorNotice error={query.error} retry={query.reload} />}
      {failure !== undefined && <ErrorNotice error={failure} />}
      {view &&
        (view.restricted ? <Restricted {...{ view, act, busy }} /> : <Free {...{ view, act, busy }} />)}
    </Right>
  );
}

function Free({ view, act }: Part) {
  const { restriction: text, closing } = usePrivacyText();
  const isClosing = session.use().account?.state === "closing";
  const [purge, setPurge] = useState<PurgeChoice>(view.purge);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ul>
        {text.effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <Choices label={text.purge} choices={text.purgeChoices} value={purge} onChange={setPurge} />
      <div class="form-actions">
        <Button disabled={isClosing} onClick={() => setAsking(true)}>
          {text.start}
        </Button>
        {isClosing && <p class="soft small">{closing.cancelFirst}</p>}
      </div>
      <ConfirmDialog
        open={asking}
        title={text.startTitle}
        confirmLabel={text.start}
        onConfirm={() => act(() => restrict(purge), text.started)}
        onClose={() => setAsking(false)}
      >
        <p>{text.startText}</p>
      </ConfirmDialog>
    </>
  );
}

function Restricted({ view, act, busy }: Part) {
  const text = usePrivacyText().restriction;
  return (
    <>
      <Notice tone="warm" icon="lock">
        <span>
          {text.since} {view.since && <Time iso={view.since} />}
        </span>
      </Notice>
      <Choices
        label={text.purge}
        choices={text.purgeChoices}
        value={view.purge}
        onChange={(purge) => void act(() => restrict(purge), text.purgeSaved)}
      />
      {view.lift ? (
        <Lift {...{ view, act, busy }} confirmBefore={view.lift.confirmBefore} />
      ) : (
        <>
          <p class="soft">{text.announceHint}</p>
          <Button busy={busy} onClick={() => void act(announceLift, text.announceDone)}>
            {text.announce}
          </Button>
        </>
      )}
    </>
  );
}

function Lift({ view, act, busy, confirmBefore }: Part & { confirmBefore: string }) {
  const text = usePrivacyText().restriction;
  const { shell } = useText();
  const locale = useLocale();
  const [sealed, setSealed] = useState<SealedChoice>();
  const { generations, underWay, credits } = view.sealed;
  const pieces = generations + underWay;
  const price = shell.creditCount(credits, formatNumber(credits, locale));
  return (
    <>
      <p>
        {text.announced} <Time iso={confirmBefore} />.
      </p>
      {pieces > 0 && (
        <>
          <p>{text.sealed(pieces, formatNumber(pieces, locale), price)}</p>
          <Choices
            label={text.sealedChoice}
            choices={text.sealedChoices}
            value={sealed}
            onChange={setSealed}
          />
        </>
      )}
      <div class="ways">
        <Button
          tone="primary"
          busy={busy}
          disabled={pieces > 0 && !sealed}
          onClick={() => void act(() => confirmLift(sealed ?? NOTHING_SEALED), text.lifted)}
        >
          {text.lift}
        </Button>
        <Button onClick={() => void act(withdrawLift, text.stayed)}>{text.stay}</Button>
      </div>
    </>
  );
}
