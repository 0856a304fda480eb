/** The link of the first mail: confirms the address, then signs in. */
import { useLocation } from "preact-iso";
import { verifyAccount } from "../api.ts";
import { formatNumber } from "../format.ts";
import { useLocale, useText } from "../language.ts";
import { useMailToken, useToken } from "../mail-token.ts";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { Progress } from "../parts/progress.tsx";
import { prefillSignIn, SignInForm } from "../parts/sign-in-form.tsx";
import { TokenTrouble } from "../parts/token-trouble.tsx";
import { session } from "../session.ts";

export default function Confirm() {
  const text = useText();
  const token = useMailToken();
  const use = useToken(token, async (value) => prefillSignIn((await verifyAccount(value)).email));
  if (use.state === "busy")
    return (
      <Page form title={text.auth.confirmBusy}>
        <Progress label={text.auth.confirmBusy} />
      </Page>
    );
  return use.state === "done" ? <Confirmed /> : <Refused error={use.error} again={use.again} />;
}

function Confirmed() {
  const text = useText();
  const locale = useLocale();
  const { route } = useLocation();
  const { welcomeCredits } = session.use();
  const welcome = text.shell.creditCount(welcomeCredits, formatNumber(welcomeCredits, locale));
  const lead = welcomeCredits > 0 ? text.auth.confirmWelcome(welcome) : text.auth.confirmLead;
  return (
    <Page form title={text.auth.confirmDone} lead={lead}>
      <SignInForm onDone={() => route("/studio")} />
    </Page>
  );
}

function Refused({ error, again }: { error: unknown; again: () => void }) {
  const text = useText();
  const { route } = useLocation();
  return (
    <Page form title={text.auth.linkFailed}>
      <div class="form">
        <TokenTrouble error={error} again={again} />
        <Notice>{text.auth.confirmHelp}</Notice>
        <SignInForm onDone={() => route("/studio")} />
      </div>
    </Page>
  );
}
