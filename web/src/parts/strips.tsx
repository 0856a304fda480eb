/** Lines above every page: this is a practice deployment; the network is gone. */
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useText } from "../language.ts";
import { session } from "../session.ts";
import { Time } from "./figures.tsx";
import { CLOSING_PAGE } from "./guard.tsx";

export function Strips() {
  const text = useText();
  return (
    <aside aria-label={text.shell.about}>
      <SandboxStrip />
      <StateStrip />
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
