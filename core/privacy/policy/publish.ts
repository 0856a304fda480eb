/**
 * Publishing the draft: from then on its texts never change, and everybody is told. It needs nothing of a deployment,
 * only the committed files, so that what was looked at and tested is what is published.
 */
import { createHash } from "node:crypto";
import { daysAfter, dayText } from "./day.ts";
import { plainText } from "./plain-text.ts";
import type { PolicyDocument } from "./policy.schema.ts";
import type { Versions } from "./versions.schema.ts";

/** At least so many days lie between the mail that tells of a version and the day from which it applies. */
export const NOTICE_DAYS = 30;
/** Within so many days everybody has been sent that mail (announce.ts). */
export const SENDING_DAYS = 7;

/** A publication that must not be. */
export class PublishError extends Error {
  override name = "PublishError";
}

type Texts = Record<string, PolicyDocument>;

/**
 * The versions and the texts once the draft has been published on `today` to apply from `effectiveOn` (days as
 * 2026-11-24). `texts` are those of the draft by the names of their files. Throws {@link PublishError} without a draft,
 * for a day that leaves too little time, or one that is not after that of the version before.
 */
export function publish(
  { published, draft }: Versions,
  texts: Texts,
  { today, effectiveOn }: { today: string; effectiveOn: string },
): { versions: Versions; texts: Texts } {
  if (!draft) throw new PublishError("There is no draft: the newest version is published already.");
  const earliest = daysAfter(today, NOTICE_DAYS + SENDING_DAYS);
  if (!isDay(effectiveOn)) throw new PublishError(`${effectiveOn} is no day; write it as ${earliest}.`);
  if (effectiveOn < earliest)
    throw new PublishError(
      `It can apply from ${earliest} at the earliest: ${SENDING_DAYS} days to tell everybody, and ${NOTICE_DAYS} days of notice.`,
    );
  const before = published.at(-1);
  if (before && before.effectiveOn >= effectiveOn)
    throw new PublishError(`Version ${before.version} applies from ${before.effectiveOn}.`);
  const { version, changes } = draft;
  const stamped = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      { ...text, date: today, dateText: dayText(today, text.locale) },
    ]),
  );
  const sha256 = Object.fromEntries(
    Object.entries(stamped).map(([name, text]) => [
      name,
      createHash("sha256").update(plainText(text)).digest("hex"),
    ]),
  );
  return {
    versions: {
      published: [...published, { version, date: today, effectiveOn, changes, sha256 }],
      draft: null,
    },
    texts: stamped,
  };
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && daysAfter(text, 0) === text;
