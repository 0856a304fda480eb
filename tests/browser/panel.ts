/** What the journeys through "GDPR & my data" share. */
import type { Download } from "playwright-core";
import type { Locale } from "../../core/base/locale.ts";
import { text as english } from "../../web/src/i18n/en/privacy.ts";
import { text as french } from "../../web/src/i18n/fr/privacy.ts";
import type { PrivacyText } from "../../web/src/page-texts.ts";
import { PASSWORD } from "./account.ts";
import { settled, type Visitor } from "./visitor.ts";

export const PRIVACY_TEXTS: Record<Locale, PrivacyText> = { en: english, fr: french };

/** From any page: the account's menu, then the panel. */
export async function toPanel({ page, text }: Visitor): Promise<void> {
  await page.getByRole("button", { name: text.shell.account }).click();
  await page.getByRole("link", { name: text.shell.privacy }).first().click();
  await page.getByRole("heading", { level: 1, name: text.shell.privacy }).waitFor();
  await settled(page);
}

/** Answers the question for the password. */
export async function givePassword(
  { page }: Visitor,
  words: PrivacyText,
  password = PASSWORD,
): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(words.exports.password, { exact: true }).fill(password);
  await dialog.getByRole("button", { name: words.exports.passwordSend }).click();
}

/** The bytes of a file that the page has sent to the disk. */
export async function bytesOf(file: Download): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
