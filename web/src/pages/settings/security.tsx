/** Password and address. */
import { changeEmail, changePassword } from "../../api.ts";
import { useForm } from "../../form.ts";
import { useText } from "../../language.ts";
import { useSettingsText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { MailboxHint } from "../../parts/mailbox-hint.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { NewPasswordField, PasswordField } from "../../parts/password-field.tsx";
import { loadSession, session } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { SettingsPage } from "./frame.tsx";

export default function Security() {
  const text = useText();
  const settings = useSettingsText();
  return (
    <SettingsPage title={text.shell.security} lead={settings.securityLead}>
      <ChangePassword />
      <ChangeEmail />
    </SettingsPage>
  );
}

function ChangePassword() {
  const text = useText();
  const settings = useSettingsText();
  const { account } = session.use();
  const empty = { currentPassword: "", newPassword: "" };
  const form = useForm("password", empty, async (values) => {
    await changePassword(values);
    form.set(empty);
    showToast(settings.passwordDone);
  });
  const known = account ? [account.firstName, account.lastName, account.email] : [];
  return (
    <section class="section" aria-labelledby="password">
      <h2 id="password">{settings.passwordHeading}</h2>
      <p class="soft">{settings.passwordLead}</p>
      <form class="form form-column" noValidate onSubmit={form.onSubmit}>
        {form.problem !== undefined && <ErrorNotice error={form.problem} />}
        <AccountName />
        <PasswordField
          label={settings.currentPassword}
          autocomplete="current-password"
          {...form.control("currentPassword")}
        />
        <NewPasswordField label={text.auth.newPassword} known={known} {...form.control("newPassword")} />
        <div class="form-actions">
          <Button type="submit" busy={form.busy}>
            {settings.passwordSend}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** Password managers file the new password under this name. */
const AccountName = () => (
  <input
    class="unseen"
    type="email"
    autocomplete="username"
    value={session.use().account?.email}
    readOnly
    tabIndex={-1}
    aria-hidden="true"
  />
);

function ChangeEmail() {
  const settings = useSettingsText();
  const { account } = session.use();
  const empty = { newEmail: "", password: "" };
  const form = useForm("email", empty, async (values) => {
    await changeEmail(values);
    form.set(empty);
    await loadSession();
  });
  return (
    <section class="section" aria-labelledby="address">
      <h2 id="address">{settings.emailHeading}</h2>
      <p>
        {settings.emailNow} <strong class="breakable">{account?.email}</strong>
      </p>
      <PendingEmail />
      <p class="soft">{settings.emailLead}</p>
      <form class="form form-column" noValidate onSubmit={form.onSubmit}>
        {form.problem !== undefined && <ErrorNotice error={form.problem} />}
        <TextField
          label={settings.newEmail}
          type="email"
          autocomplete="email"
          required
          {...form.control("newEmail")}
        />
        <PasswordField
          label={settings.passwordForEmail}
          autocomplete="current-password"
          {...form.control("password")}
        />
        <div class="form-actions">
          <Button type="submit" busy={form.busy}>
            {settings.emailSend}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** A new address that has not been confirmed yet. */
function PendingEmail() {
  const settings = useSettingsText();
  const pending = session.use().account?.pendingEmail;
  if (!pending) return null;
  return (
    <>
      <Notice live>{settings.emailPending(pending)}</Notice>
      <MailboxHint />
    </>
  );
}
