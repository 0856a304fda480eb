/** Where an account that is being closed lands: the date and the hour, the way back, and what else can be done. */
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useClosingText, usePrivacyText } from "../../page-texts.ts";
import { Button, ButtonLink } from "../../parts/button.tsx";
import { Time } from "../../parts/figures.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { type ClosingView, cancelClosing, readClosing } from "../../privacy-api.ts";
import { type Query, useQuery } from "../../query.ts";
import { leaveSession, loadSession, session } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { PANEL } from "./frame.tsx";
import "../../style/privacy.css";
import "../../style/privacy-controls.css";

export default function Closing() {
  const text = useClosingText();
  const { stateTitle } = usePrivacyText().closing;
  const query = useQuery("privacy-closing", readClosing);
  const { data, error, reload } = query;
  const { account } = session.use();
  // Before there is an answer, what the session knows.
  if (data ? data.state === "open" : account?.state === "active")
    return (
      <Page narrow title={text.notClosing} lead={text.notClosingText}>
        <ButtonLink href={PANEL}>{text.toPanel}</ButtonLink>
      </Page>
    );
  if (data && !data.cancellable)
    return (
      <Page narrow title={text.startedTitle} lead={text.startedText}>
        <Leave />
      </Page>
    );
  return (
    <Page narrow title={stateTitle}>
      {error !== undefined && !data && <ErrorNotice error={error} retry={reload} />}
      {data ? <Waiting view={data} query={query} /> : error === undefined && <SkeletonText lines={8} />}
    </Page>
  );
}

function Waiting({ view, query }: { view: ClosingView; query: Query<ClosingView> }) {
  const text = useClosingText();
  const { route } = useLocation();
  const { busy, failure, act } = useAct();
  const cancel = () =>
    act(async () => {
      const open = await cancelClosing().catch(async (error: unknown) => {
        // Another tab, or the erasure itself, was quicker: the page says which.
        await Promise.all([query.reload(), loadSession()]);
        throw error;
      });
      await loadSession();
      query.change(() => open);
      showToast(text.cancelled);
      route("/studio", true);
    });
  return (
    <div class="closing">
      <p class="closing-when">
        {text.stateLead} <strong>{view.closesAt && <Time iso={view.closesAt} />}</strong>
      </p>
      <p>{text.stateText}</p>
      {failure !== undefined && <ErrorNotice error={failure} />}
      <div class="closing-way">
        <Button tone="primary" busy={busy} onClick={() => void cancel()}>
          {text.cancel}
        </Button>
        <p class="soft">{text.cancelHint}</p>
      </div>
      <div class="closing-way">
        <ButtonLink href={PANEL}>{text.otherRights}</ButtonLink>
        <p class="soft">{text.otherRightsHint}</p>
      </div>
      <div class="closing-way">
        <ButtonLink href={`${PANEL}/close`}>{text.sendNow}</ButtonLink>
        <p class="soft">{text.sendNowHint}</p>
      </div>
      <Leave />
      {view.askedAt && (
        <p class="soft small">
          {text.asked} <Time iso={view.askedAt} />
        </p>
      )}
    </div>
  );
}

/** Hook: one thing at a time, with what went wrong. */
function useAct() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return { busy, failure, act };
}

function Leave() {
  const text = useClosingText();
  const { busy, failure, act } = useAct();
  return (
    <div class="closing-way">
      {failure !== undefined && <ErrorNotice error={failure} />}
      <Button busy={busy} onClick={() => void act(leaveSession)}>
        {text.signOut}
      </Button>
    </div>
  );
}
