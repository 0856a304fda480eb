/** The link of the reset mail: a new password, and all sessions end. */

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { confirmReset } from "../api.ts";
import { useForm } from "../form.ts";
import { useText } from "../language.ts";
import { useMailToken } from "../mail-token.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { ErrorNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { NewPasswordField } from "../parts/password-field.tsx";
import { SignInForm } from "../parts/sign-in-form.tsx";
import { isDeadLink, TokenTrouble } from "../parts/token-trouble.tsx";
import { loadSession } from "../session.ts";

export default function Reset() {
  const text = useText();
  const token = useMailToken();
  const [done, setDone] = useState(false);
  if (done) return <Done />;
  if (token === "")
    return (
      <Page form title={text.auth.resetTitle} lead={text.auth.resetMissing}>
        <ButtonLink tone="primary" href="/forgot">
          {text.auth.resetAgain}
        </ButtonLink>
      </Page>
    );
  return <ResetForm token={token} onDone={() => setDone(true)} />;
}

function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const text = useText();
  const form = useForm("reset", { newPassword: "" }, async ({ newPassword }) => {
    await confirmReset({ token, newPassword });
    await loadSession();
    onDone();
  });
  const { problem } = form;
  // Another press would say the same.
  if (isDeadLink(problem))
    return (
      <Page form title={text.auth.resetTitle}>
        <div class="form">
          <TokenTrouble error={problem} />
          <ButtonLink tone="primary" href="/forgot">
            {text.auth.resetAgain}
          </ButtonLink>
        </div>
      </Page>
    );
  return (
    <Page form title={text.auth.resetTitle} lead={text.auth.resetLead}>
      <form class="form" noValidate onSubmit={form.onSubmit}>
        {problem !== undefined && <ErrorNotice error={problem} />}
        <NewPasswordField label={text.auth.newPassword} known={[]} {...form.control("newPassword")} />
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={form.busy}>
            {text.auth.resetSend}
          </Button>
          <a href="/forgot">{text.auth.resetAgain}</a>
        </div>
      </form>
    </Page>
  );
}

function Done() {
  const text = useText();
  const { route } = useLocation();
  return (
    <Page form title={text.auth.resetDone} lead={text.auth.resetDoneLead}>
      <SignInForm onDone={() => route("/studio")} />
    </Page>
  );
}
