/** Email and password: on the page for it, and wherever a link in a mail ends with signing in. */
import { signIn } from "../api.ts";
import { prefill, useForm } from "../form.ts";
import { ApiError } from "../http.ts";
import { speakFor, useText } from "../language.ts";
import { enterSession } from "../session.ts";
import { Button } from "./button.tsx";
import { TextField } from "./field.tsx";
import { MailboxHint } from "./mailbox-hint.tsx";
import { ErrorNotice } from "./notice.tsx";
import { PasswordField } from "./password-field.tsx";

const FORM = "sign-in";

/** Fills in the address when it is known from a link. */
export const prefillSignIn = (email: string): void => prefill(FORM, { email });

/** `onDone` runs once the session has begun. */
export function SignInForm({ onDone }: { onDone?: () => void }) {
  const text = useText();
  const form = useForm(FORM, { email: "", password: "" }, async (values) => {
    const state = await signIn(values);
    await speakFor(state.account);
    enterSession(state);
    onDone?.();
  });
  // It may be that the address is not confirmed yet; the answer does not say which.
  const refused = form.problem instanceof ApiError && form.problem.failure.code === "wrong_credentials";
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      {form.problem !== undefined && <ErrorNotice error={form.problem} />}
      {refused && <MailboxHint />}
      <TextField
        label={text.auth.email}
        type="email"
        autocomplete="username"
        required
        {...form.control("email")}
      />
      <PasswordField
        label={text.auth.password}
        autocomplete="current-password"
        {...form.control("password")}
      />
      <div class="form-actions">
        <Button tone="primary" type="submit" busy={form.busy}>
          {text.auth.signInSend}
        </Button>
        <a href="/forgot">{text.auth.forgotLink}</a>
      </div>
    </form>
  );
}
