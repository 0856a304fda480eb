/** What goes in and out of directives for after death. */
import * as v from "valibot";
import { Email } from "../account/account.schema.ts";
import { idSchema } from "../base/id.ts";
import { Locale } from "../base/locale.ts";

export const DIRECTIVE_CHOICES = ["keep", "erase", "hand_over"] as const;
export type DirectiveChoice = (typeof DIRECTIVE_CHOICES)[number];
export const DIRECTIVE_CATEGORIES = ["creations", "account", "creditHistory"] as const;
export type DirectiveCategory = (typeof DIRECTIVE_CATEGORIES)[number];

const Choice = v.picklist(DIRECTIVE_CHOICES);
export const DirectiveChoices = v.strictObject({ creations: Choice, account: Choice, creditHistory: Choice });
export type DirectiveChoices = v.InferOutput<typeof DirectiveChoices>;

export const Executor = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1, "required"), v.maxLength(200)),
  email: Email,
});
export type Executor = v.InferOutput<typeof Executor>;

/** `consent` is the specific consent that the law asks for, given to the notice of that version, read in that language. */
export const DirectiveRequest = v.strictObject({
  choices: DirectiveChoices,
  executor: v.optional(Executor),
  noticeVersion: v.pipe(v.string(), v.maxLength(40)),
  noticeLocale: Locale,
  consent: v.literal(true),
});

export const DirectiveVersion = v.object({
  id: idSchema<"directive">(),
  version: v.number(),
  event: v.picklist(["given", "revoked"]),
  at: v.string(),
});

export const DirectiveView = v.object({
  /** Null when nothing is laid down, or it was revoked. */
  current: v.nullable(
    v.object({
      id: idSchema<"directive">(),
      version: v.number(),
      at: v.string(),
      choices: DirectiveChoices,
      executor: v.nullable(Executor),
    }),
  ),
  /** What the person consents to, in his language; its version and language are sent back with the directive. */
  notice: v.object({ version: v.string(), locale: Locale, paragraphs: v.array(v.string()) }),
  /** Every version, newest first, each with its receipt. */
  versions: v.array(DirectiveVersion),
});
export type DirectiveView = v.InferOutput<typeof DirectiveView>;

/** The proof of one version, in the shape of ISO/IEC TS 27560 as far as it fits. */
export const DirectiveReceipt = v.object({
  schemaVersion: v.literal("1"),
  recordId: idSchema<"directive">(),
  version: v.number(),
  /** Stands for the person without naming him. */
  subject: v.string(),
  controller: v.string(),
  purpose: v.literal("directives_after_death"),
  legalBasis: v.literal("loi 78-17, art. 85"),
  event: v.picklist(["given", "revoked"]),
  at: v.string(),
  choices: v.nullable(DirectiveChoices),
  /** SHA-256 under a key: proves who was named, without repeating it. */
  executorDigest: v.nullable(v.string()),
  noticeVersion: v.string(),
  noticeSha256: v.string(),
  language: Locale,
  method: v.literal("checkbox_and_button"),
  /** SHA-256 under a key of ours over everything above. */
  seal: v.string(),
});
export type DirectiveReceipt = v.InferOutput<typeof DirectiveReceipt>;
export const DirectiveId = v.strictObject({ id: idSchema<"directive">() });
