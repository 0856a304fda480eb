/** The three consents: a switch each, off until it is switched on, with its words, its history and its receipts. */
import { useEffect, useId, useState } from "preact/hooks";
import { keptTogether } from "../../format.ts";
import { useText } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/figures.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { type ConsentPage, chooseConsent, consentReceipt, listConsents } from "../../privacy-api.ts";
import type { Query } from "../../query.ts";
import { loadSession } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { Right } from "./frame.tsx";
import { Remembered } from "./remembered.tsx";

type Consent = ConsentPage["consents"][number];
type Event = ConsentPage["history"]["items"][number];

export function Consents({ query }: { query: Query<ConsentPage> }) {
  const text = usePrivacyText().consents;
  const { data, error, reload } = query;
  return (
    <Right id="consents" title={text.title} lead={text.lead}>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data && (
        <>
          <ul class="lines">
            {data.consents.map((consent) => (
              <ConsentLine key={consent.purpose} consent={consent} reload={reload} />
            ))}
          </ul>
          <History first={data.history} consents={data.consents} />
        </>
      )}
    </Right>
  );
}

function ConsentLine({ consent, reload }: { consent: Consent; reload: () => Promise<void> }) {
  const text = usePrivacyText().consents;
  const id = useId();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const { purpose, given, state, since, notice } = consent;
  const choose = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const { version: noticeVersion, locale: noticeLocale } = notice;
      await chooseConsent({ purpose, given: !given, noticeVersion, noticeLocale });
      showToast(text.saved);
    } catch (error) {
      setFailure(error);
    }
    // After a refusal as well: the text may have changed since it was shown. The session tells the pages what they may.
    await Promise.all([reload(), loadSession()]);
    setBusy(false);
  };
  return (
    <li class="consent">
      <div class="consent-head">
        <h3 id={`${id}-name`}>{notice.title}</h3>
        <button
          type="button"
          class="switch"
          role="switch"
          aria-checked={given}
          aria-busy={busy}
          aria-labelledby={`${id}-name`}
          aria-describedby={`${id}-text`}
          onClick={() => void choose()}
        >
          <span class="switch-track" aria-hidden="true" />
          <span class="switch-word" aria-hidden="true">
            {given ? text.on : text.off}
          </span>
        </button>
      </div>
      <div class="consent-text" id={`${id}-text`}>
        {notice.paragraphs.map((paragraph) => (
          <p key={paragraph} class="soft">
            {keptTogether(paragraph)}
          </p>
        ))}
      </div>
      {since && (
        <p class="small soft">
          {state === "outdated" ? text.givenOn : `${given ? text.on : text.off} ${text.since}`}{" "}
          <Time iso={since} />
        </p>
      )}
      {state === "paused" && <Notice>{text.paused}</Notice>}
      {state === "outdated" && <Notice tone="warm">{text.outdated}</Notice>}
      {failure !== undefined && <ErrorNotice error={failure} />}
      {purpose === "personalization" && state === "on" && <Remembered />}
    </li>
  );
}

/** Hook: the history beyond its first page, begun anew when a new choice has shifted the pages. */
function useOlder(first: ConsentPage["history"]) {
  const [older, setOlder] = useState<ConsentPage["history"]>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => setOlder(undefined), [first.items[0]?.id]);
  const next = older ? older.next : first.next;
  const items = [...first.items, ...(older?.items ?? [])];
  const more = async () => {
    setFailure(undefined);
    try {
      const { history } = await listConsents(next ?? undefined);
      setOlder({ items: [...(older?.items ?? []), ...history.items], next: history.next });
    } catch (error) {
      setFailure(error);
    }
  };
  return { items, next, more, failure };
}

function History({ first, consents }: { first: ConsentPage["history"]; consents: readonly Consent[] }) {
  const { shell } = useText();
  const text = usePrivacyText();
  const words = text.consents;
  const { items, next, more, failure } = useOlder(first);
  const nameOf = (event: Event) =>
    consents.find(({ purpose }) => purpose === event.purpose)?.notice.title ?? event.purpose;
  return (
    <details class="more">
      <summary>
        <Icon name="down" />
        {words.history}
      </summary>
      {items.length === 0 && <p class="soft">{words.noHistory}</p>}
      <ul class="lines">
        {items.map((event) => (
          <li key={event.id} class="line">
            <div class="line-body">
              <p class="line-title">{nameOf(event)}</p>
              <p class="soft small">
                {event.event === "given" ? words.given : words.withdrawn} {words.methods[event.method]}
                {" · "}
                <Time iso={event.createdAt} />
              </p>
            </div>
            <a
              class="button button-quiet button-small"
              href={consentReceipt(event.id)}
              download={`consent-${event.id}.json`}
            >
              {text.receipt}
            </a>
          </li>
        ))}
      </ul>
      {failure !== undefined && <ErrorNotice error={failure} />}
      {next && <Button onClick={() => void more()}>{shell.more}</Button>}
    </details>
  );
}
