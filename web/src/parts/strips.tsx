/** Lines above every page: this is a practice deployment; the policy changes; the network is gone. */
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { seePolicy } from "../api.ts";
import { formatDay } from "../format.ts";
import { useLocale, useText } from "../language.ts";
import { session } from "../session.ts";
import { Time } from "./figures.tsx";
import { CLOSING_PAGE } from "./guard.tsx";

export function Strips() {
  const text = useText();
  return (
    <aside aria-label={text.shell.about}>
      <SandboxStrip />
      <StateStrip />
      <PolicyStrip />
      <OfflineStrip />
    </aside>
  );
}

function SandboxStrip() {
  const text = useText();
  const { sandbox, mailbox } = session.use();
  if (!sandbox && !mailbox) return null;
  return (
    <p class="strip">
      <span>
        {sandbox && text.shell.sandbox}{" "}
        {mailbox && (
          <a href={mailbox} target="_blank" rel="noreferrer">
            {text.shell.mailbox}
          </a>
        )}
      </span>
    </p>
  );
}

/** The account is being closed, or what is done with its data is restricted: said everywhere, with the way back. */
function StateStrip() {
  const text = useText();
  const { account } = session.use();
  const { path } = useLocation();
  if (path === CLOSING_PAGE) return null;
  if (account?.state === "closing" && account.closesAt)
    return (
      <p class="strip">
        <span>
          {text.shell.closing} <Time iso={account.closesAt} />.{" "}
          <a href={CLOSING_PAGE}>{text.shell.cancelClosing}</a>
        </span>
      </p>
    );
  if (!account?.restricted) return null;
  return (
    <p class="strip">
      <span>
        {text.shell.restricted} <a href="/settings/privacy#restriction">{text.shell.lift}</a>
      </span>
    </p>
  );
}

/**
 * A version of the policy that the person has not seen. It asks for nothing: it goes once the version was opened or the
 * line put away, and both are as near.
 */
function PolicyStrip() {
  const { shell } = useText();
  const locale = useLocale();
  const { policyNews: news } = session.use();
  if (!news) return null;
  const seen = async (how: "opened" | "put_away") => {
    session.set({ ...session.get(), policyNews: null });
    // Without an answer the line comes back with the next visit.
    await seePolicy(news.version, how).catch(() => undefined);
  };
  const day = formatDay(news.effectiveOn, locale);
  return (
    <p class="strip">
      <span>
        {news.inForce ? shell.policyChanged(day) : shell.policyChanges(day)}{" "}
        <a
          href={`/policy/${news.version}`}
          target="_blank"
          rel="noreferrer"
          onClick={() => void seen("opened")}
        >
          {shell.readPolicy}
        </a>{" "}
        <button type="button" class="strip-close" onClick={() => void seen("put_away")}>
          {shell.putAway}
        </button>
      </span>
    </p>
  );
}

/** Read out when the network goes. */
function OfflineStrip() {
  const text = useText();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return <div role="status">{!online && <p class="strip">{text.shell.offline}</p>}</div>;
}
