/** What somebody reads whose account is being erased at this moment: nobody is signed in to it any more. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { usePrivacyText } from "../../page-texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Page } from "../../parts/page.tsx";
import { forgetSession, loadSession, session } from "../../session.ts";
import { PANEL } from "./frame.tsx";

export default function Erasing() {
  const { closing } = usePrivacyText();
  const { account } = session.use();
  const { route } = useLocation();
  useEffect(() => {
    void loadSession().then((now) => {
      if (now.account) route(PANEL, true);
      else if (!now.unknown) forgetSession();
    });
  }, []);
  if (account) return null;
  return (
    <Page narrow title={closing.startedTitle} lead={closing.startedText}>
      <ButtonLink href="/">{closing.toStart}</ButtonLink>
    </Page>
  );
}
