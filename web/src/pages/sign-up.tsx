/** Creating an account, then waiting for the mail. The answer is the same whether or not the address is known. */
import { useState } from "preact/hooks";
import { signUp } from "../api.ts";
import { type Form, useForm } from "../form.ts";
import { formatNumber } from "../format.ts";
import { errorSentence, useLocale, useText } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { MailboxHint } from "../parts/mailbox-hint.tsx";
import { ErrorNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { NewPasswordField } from "../parts/password-field.tsx";
import { session } from "../session.ts";
import { showToast } from "../toast.ts";

const EMPTY = { firstName: "", lastName: "", email: "", password: "" };
type Values = typeof EMPTY;

export default function SignUp() {
  const locale = useLocale();
  const [sent, setSent] = useState(false);
  const send = (values: Values) => signUp({ ...values, locale }).then(() => setSent(true));
  const form = useForm("sign-up", EMPTY, send);
  return sent ? (
    <CheckMail email={form.values.email} again={() => send(form.values)} back={() => setSent(false)} />
  ) : (
    <SignUpForm form={form} />
  );
}

function SignUpForm({ form }: { form: Form<Values> }) {
  const text = useText();
  const locale = useLocale();
  const { welcomeCredits } = session.use();
  const welcome = text.shell.creditCount(welcomeCredits, formatNumber(welcomeCredits, locale));
  return (
    <Page
      form
      title={text.auth.signUpTitle}
      lead={`${text.auth.signUpLead}${welcomeCredits > 0 ? ` ${text.auth.signUpWelcome(welcome)}` : ""}`}
    >
      <form class="form" noValidate onSubmit={form.onSubmit}>
        {form.problem !== undefined && <ErrorNotice error={form.problem} />}
        <Fields form={form} />
        <p class="soft small">
          {text.auth.signUpPolicy}{" "}
          <a href="/policy" target="_blank" rel="noreferrer">
            {text.auth.signUpPolicyLink}
          </a>
          .
        </p>
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={form.busy}>
            {text.auth.signUpSend}
          </Button>
        </div>
      </form>
      <p class="form-after">
        {text.auth.haveAccount} <a href="/sign-in">{text.shell.signIn}</a>
      </p>
    </Page>
  );
}

function Fields({ form }: { form: Form<Values> }) {
  const text = useText();
  const { firstName, lastName, email } = form.values;
  return (
    <>
      <div class="form-row">
        <TextField
          label={text.auth.firstName}
          autocomplete="given-name"
          required
          {...form.control("firstName")}
        />
        <TextField
          label={text.auth.lastName}
          autocomplete="family-name"
          required
          {...form.control("lastName")}
        />
      </div>
      <TextField
        label={text.auth.email}
        type="email"
        autocomplete="username"
        required
        {...form.control("email")}
      />
      <NewPasswordField
        label={text.auth.password}
        known={[firstName, lastName, email]}
        {...form.control("password")}
      />
    </>
  );
}

function CheckMail(props: { email: string; again: () => Promise<unknown>; back: () => void }) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await props.again().then(
      () => showToast(text.auth.checkSent),
      (error: unknown) => showToast(errorSentence(error, text)),
    );
    setBusy(false);
  };
  return (
    <Page form title={text.auth.checkTitle} lead={text.auth.checkText(props.email)}>
      <div class="form">
        <MailboxHint />
        <div class="form-actions">
          <Button busy={busy} onClick={() => void again()}>
            {text.auth.checkAgain}
          </Button>
          <Button tone="bare" onClick={props.back}>
            {text.auth.checkChange}
          </Button>
        </div>
      </div>
    </Page>
  );
}
