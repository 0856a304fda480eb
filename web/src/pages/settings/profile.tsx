/** Name and language. */
import { changeProfile } from "../../api.ts";
import { useForm } from "../../form.ts";
import { chooseLanguage, useText } from "../../language.ts";
import { LOCALES } from "../../locale.ts";
import { Button } from "../../parts/button.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { Time } from "../../parts/figures.tsx";
import { LANGUAGE_NAMES } from "../../parts/languages.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { session, updateAccount } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { SettingsPage } from "./frame.tsx";

export default function Profile() {
  const text = useText();
  const { account } = session.use();
  const initial: Record<"firstName" | "lastName" | "locale", string> = {
    firstName: account?.firstName ?? "",
    lastName: account?.lastName ?? "",
    locale: account?.locale ?? "en",
  };
  const form = useForm("profile", initial, async ({ firstName, lastName, locale }) => {
    const language = LOCALES.find((one) => one === locale);
    const changed = await changeProfile({ firstName, lastName, ...(language ? { locale: language } : {}) });
    await chooseLanguage(changed.locale);
    updateAccount(changed);
    form.set({ firstName: changed.firstName, lastName: changed.lastName });
    showToast(text.settings.saved);
  });
  return (
    <SettingsPage title={text.settings.profile} lead={text.settings.profileLead}>
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
        <SelectField label={text.settings.profileLanguage} {...form.control("locale")}>
          {LOCALES.map((locale) => (
            <option key={locale} value={locale} selected={locale === form.values.locale}>
              {LANGUAGE_NAMES[locale]}
            </option>
          ))}
        </SelectField>
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={form.busy}>
            {text.shell.save}
          </Button>
        </div>
      </form>
      {account && (
        <p class="form-after small">
          {text.settings.since} <Time iso={account.createdAt} />
        </p>
      )}
    </SettingsPage>
  );
}
