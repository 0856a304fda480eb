/** Choosing consents as the panel does. */
import type { ConsentPage, ConsentPurpose, ConsentView } from "../../core/consent/consent.schema.ts";
import type { person } from "./person.ts";

type Person = Awaited<ReturnType<typeof person>>;

/** The three consents and the first page of their history, as the panel reads them. */
export const consentsOf = async (who: Person): Promise<ConsentPage> =>
  (await (await who.get("/privacy/consents")).json()) as ConsentPage;

/** One of the three. */
export async function consentOf(who: Person, purpose: ConsentPurpose): Promise<ConsentView> {
  const found = (await consentsOf(who)).consents.find((consent) => consent.purpose === purpose);
  if (!found) throw new Error(`no consent is called ${purpose}`);
  return found;
}

/** Sets the switch; a yes is to the notice on the screen. */
export async function choose(who: Person, purpose: ConsentPurpose, given: boolean): Promise<ConsentView> {
  const { notice } = await consentOf(who, purpose);
  const { version: noticeVersion, locale: noticeLocale } = notice;
  const answer = await who.put("/privacy/consents", { purpose, given, noticeVersion, noticeLocale });
  if (answer.status !== 200) throw new Error(`refused: ${await answer.text()}`);
  return (await answer.json()) as ConsentView;
}
