/** Signing in; leads back to where somebody was. */
import { useLocation } from "preact-iso";
import { useText } from "../language.ts";
import { Page } from "../parts/page.tsx";
import { SignInForm } from "../parts/sign-in-form.tsx";

export default function SignIn() {
  const text = useText();
  const { query } = useLocation();
  return (
    <Page form title={text.auth.signInTitle} lead={query.next ? text.auth.signInBack : undefined}>
      <SignInForm />
      <p class="form-after">
        {text.auth.noAccount} <a href="/sign-up">{text.shell.signUp}</a>
      </p>
    </Page>
  );
}
