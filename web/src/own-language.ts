/** The visitor's language, kept in one place for everything: this browser, and the account when there is one. */
import { changeProfile } from "./api.ts";
import { chooseLanguage } from "./language.ts";
import type { Locale } from "./locale.ts";
import { session, updateAccount } from "./session.ts";

/** Shows the pages in a language from now on; mails to the account follow. Throws when either could not be done. */
export async function changeLanguage(locale: Locale): Promise<void> {
  await chooseLanguage(locale);
  const { account } = session.get();
  // Nothing of an account that is being closed can be changed.
  const open = account?.state === "active";
  if (open && account.locale !== locale) updateAccount(await changeProfile({ locale }));
}
