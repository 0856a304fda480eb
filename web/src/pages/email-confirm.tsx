/** The link sent to a new address. */
import { confirmEmail } from "../api.ts";
import { useText } from "../language.ts";
import { useMailToken, useToken } from "../mail-token.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";
import { Progress } from "../parts/progress.tsx";
import { TokenTrouble } from "../parts/token-trouble.tsx";
import { loadSession } from "../session.ts";

export default function EmailConfirm() {
  const text = useText();
  const token = useMailToken();
  const use = useToken(token, async (value) => {
    const { email } = await confirmEmail(value);
    await loadSession();
    return email;
  });
  if (use.state === "busy")
    return (
      <Page form title={text.auth.emailConfirmBusy}>
        <Progress label={text.auth.emailConfirmBusy} />
      </Page>
    );
  if (use.state === "failed")
    return (
      <Page form title={text.auth.linkFailed}>
        <div class="form">
          <TokenTrouble error={use.error} again={use.again} />
          <ButtonLink href="/settings/security">{text.auth.toSecurity}</ButtonLink>
        </div>
      </Page>
    );
  return (
    <Page form title={text.auth.emailConfirmDone} lead={text.auth.emailConfirmLead(use.value)}>
      <ButtonLink tone="primary" href="/studio">
        {text.auth.toStudio}
      </ButtonLink>
    </Page>
  );
}
