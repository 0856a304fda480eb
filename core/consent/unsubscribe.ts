/**
 * The link by which product mail is left (RFC 8058): one click, signed out, on any device. Its token is a signature bound
 * to one account and one purpose; it is stored nowhere and does not expire, for a mail may be years old.
 */
import * as v from "valibot";
import { config } from "../base/config.ts";
import { AppError } from "../base/error.ts";
import { idSchema } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { keyedHash, sameText } from "../base/secret.ts";
import { ConsentPurpose } from "./consent.schema.ts";

/** Where the link leads: a page of the API, readable without script. */
export const UNSUBSCRIBE_PATH = "/unsubscribe";

const Named = v.object({ accountId: idSchema<"account">(), purpose: ConsentPurpose });
type Named = v.InferOutput<typeof Named>;

const signatureOf = ({ accountId, purpose }: Named) => keyedHash("unsubscribe", `${purpose} ${accountId}`);
const tokenFor = (named: Named) => `${named.purpose}.${named.accountId}.${signatureOf(named)}`;

/** The link by which the owner of an account leaves the mails of a purpose, in a language. */
export function unsubscribeUrl(named: Named, locale: Locale): string {
  const url = new URL(UNSUBSCRIBE_PATH, config.PUBLIC_URL);
  url.searchParams.set("token", tokenFor(named));
  url.searchParams.set("lang", locale);
  return url.href;
}

/** What a token is for. Throws `token_invalid` for one that we did not sign. */
export function readUnsubscribeToken(token: string): Named {
  const [purpose, id, signature = "", ...more] = token.split(".");
  const named = v.safeParse(Named, { purpose, accountId: id });
  if (!named.success || more.length > 0 || !sameText(signature, signatureOf(named.output)))
    throw new AppError("token_invalid");
  return named.output;
}
