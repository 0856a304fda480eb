/**
 * What somebody reads who has just had their account erased: nobody is signed in to it any more. Whoever comes to the
 * address otherwise is told nothing of an account of theirs, for nothing is known of one.
 */
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useClosingText } from "../../page-texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Page } from "../../parts/page.tsx";
import { Unreachable } from "../../parts/unreachable.tsx";
import { forgetSession, loadSession, session } from "../../session.ts";
import { PANEL } from "./frame.tsx";

export default function Erasing() {
  const text = useClosingText();
  const { account, unknown } = session.use();
  const { route } = useLocation();
  const [asked] = useState(account !== null);
  const ask = async () => {
    const now = await loadSession();
    if (now.unknown) return;
    if (now.account) route(PANEL, true);
    else forgetSession();
  };
  useEffect(() => void ask(), []);
  if (unknown) return <Unreachable retry={ask} />;
  if (account) return null;
  return (
    <Page
      narrow
      title={asked ? text.startedTitle : text.signedOutTitle}
      lead={asked ? text.startedText : text.signedOutText}
    >
      <ButtonLink href="/">{text.toStart}</ButtonLink>
    </Page>
  );
}
