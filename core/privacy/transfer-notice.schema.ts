/** The notice of the transfer: what is told before the first piece of work leaves, and that it was told. */
import * as v from "valibot";
import { Locale } from "../base/locale.ts";

export const TransferNotice = v.object({
  /** Names the words, who receives, in which country, and what is recorded as protection: another of them is another version. */
  version: v.string(),
  locale: Locale,
  title: v.string(),
  points: v.array(v.object({ name: v.string(), lines: v.array(v.string()) })),
  /** When the signed-in person acknowledged this version; null before that. */
  acknowledgedAt: v.nullable(v.string()),
});
export type TransferNotice = v.InferOutput<typeof TransferNotice>;

/** The version that was read, in the language it was read in. */
export const TransferNoticeRead = v.strictObject({
  version: v.pipe(v.string(), v.maxLength(200)),
  locale: Locale,
});
