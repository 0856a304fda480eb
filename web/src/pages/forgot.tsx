/** Asking for a link to choose a new password. The answer is the same whether or not the address is known. */
import { useState } from "preact/hooks";
import { requestReset } from "../api.ts";
import { useForm } from "../form.ts";
import { useText } from "../language.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { MailboxHint } from "../parts/mailbox-hint.tsx";
import { ErrorNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";

export default function Forgot() {
  const text = useText();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm("forgot", { email: "" }, async ({ email }) => {
    await requestReset(email);
    setSentTo(email);
  });
  if (sentTo !== undefined) return <Sent email={sentTo} />;
  return (
    <Page form title={text.auth.forgotTitle} lead={text.auth.forgotLead}>
      <form class="form" noValidate onSubmit={form.onSubmit}>
        {form.problem !== undefined && <ErrorNotice error={form.problem} />}
        <TextField
          label={text.auth.email}
          type="email"
          autocomplete="username"
          required
          {...form.control("email")}
        />
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={form.busy}>
            {text.auth.forgotSend}
          </Button>
          <a href="/sign-in">{text.shell.signIn}</a>
        </div>
      </form>
    </Page>
  );
}

function Sent({ email }: { email: string }) {
  const text = useText();
  return (
    <Page form title={text.auth.checkTitle} lead={text.auth.forgotSentText(email)}>
      <div class="form">
        <MailboxHint />
        <div class="form-actions">
          <ButtonLink href="/sign-in">{text.shell.signIn}</ButtonLink>
        </div>
      </div>
    </Page>
  );
}
