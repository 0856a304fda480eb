/** Name and language. */
import { changeProfile } from "../../api.ts";
import { useForm } from "../../form.ts";
import { useText } from "../../language.ts";
import { useSettingsText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Time } from "../../parts/figures.tsx";
import { Languages } from "../../parts/languages.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { session, updateAccount } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { SettingsPage } from "./frame.tsx";

export default function Profile() {
  const settings = useSettingsText();
  const { account } = session.use();
  return (
    <SettingsPage title={settings.profile} lead={settings.profileLead}>
      <Names />
      <section class="section section-next" aria-labelledby="language">
        <h2 id="language">{settings.languageHeading}</h2>
        <p class="soft">{settings.languageLead}</p>
        <Languages full />
      </section>
      {account && (
        <p class="form-after small">
          {settings.since} <Time iso={account.createdAt} />
        </p>
      )}
    </SettingsPage>
  );
}

function Names() {
  const text = useText();
  const settings = useSettingsText();
  const { account } = session.use();
  const initial = { firstName: account?.firstName ?? "", lastName: account?.lastName ?? "" };
  const form = useForm("profile", initial, async (values) => {
    const changed = await changeProfile(values);
    updateAccount(changed);
    form.set({ firstName: changed.firstName, lastName: changed.lastName });
    showToast(settings.saved);
  });
  return (
    <form class="form form-column" noValidate onSubmit={form.onSubmit}>
      {form.problem !== undefined && <ErrorNotice error={form.problem} />}
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
      <div class="form-actions">
        <Button tone="primary" type="submit" busy={form.busy}>
          {text.shell.save}
        </Button>
      </div>
    </form>
  );
}
