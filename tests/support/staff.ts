/** Somebody of staff, who has just given the password. */
import { now } from "../../core/base/clock.ts";
import type { Locale } from "../../core/base/locale.ts";
import { owner } from "./owner.ts";
import { person } from "./person.ts";

/** Gives the password, as far as the session is concerned. */
export const provePassword = (accountId: string) =>
  owner`update session set proved_at = ${now()} where account_id = ${accountId}`;

/** A staff account with a proved session. */
export async function staffMember(locale: Locale = "en") {
  const who = await person({ locale });
  await owner`insert into staff (account_id, created_at) values (${who.accountId}, ${now()})`;
  await provePassword(who.accountId);
  return who;
}
