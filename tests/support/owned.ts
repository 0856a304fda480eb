/** One thing of each noun that a path can name, belonging to a given person: for the walk over all routes. */
import { now } from "../../core/base/clock.ts";
import { db, one, transaction } from "../../core/base/database.ts";
import { newKey } from "../../core/base/storage.ts";
import { give } from "../../core/consent/change.ts";
import { directive } from "../../core/directive/directive.sql.ts";
import { NOTICE_VERSION } from "../../core/directive/notice.ts";
import { generation } from "../../core/generation/generation.sql.ts";
import { media } from "../../core/media/media.sql.ts";
import { recentPrompt, rememberedSettings } from "../../core/preference/preference.sql.ts";
import { dataExport } from "../../core/privacy/export/export.sql.ts";
import { startSession } from "../../core/session/session.ts";
import type { person } from "./person.ts";

type Person = Awaited<ReturnType<typeof person>>;

const MAKERS: Record<string, (who: Person) => Promise<string>> = {
  media: async ({ accountId }) => {
    const file = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 1000, objectKey: newKey() };
    return one(
      await db()
        .insert(media)
        .values({ accountId, state: "ready", ...file })
        .returning({ id: media.id }),
    ).id;
  },
  generation: async ({ accountId }) => {
    const settings = { kind: "image", model: "image-01", aspectRatio: "1:1", count: 1 } as const;
    return one(
      await db()
        .insert(generation)
        .values({
          accountId,
          kind: "image",
          model: settings.model,
          prompt: "A lighthouse",
          settings,
          state: "ready",
          credits: 1,
          creditsCharged: 1,
          requestHash: "none",
          wakeAt: now(),
          deadlineAt: now(),
          finishedAt: now(),
        })
        .returning({ id: generation.id }),
    ).id;
  },
  directive: async ({ accountId }) => {
    const choices = { creations: "keep", account: "erase", creditHistory: "hand_over" } as const;
    const text = { noticeVersion: NOTICE_VERSION, locale: "en" } as const;
    const version = Math.floor(Math.random() * 1_000_000) + 1;
    const rows = db()
      .insert(directive)
      .values({ accountId, version, event: "given", ...choices, ...text });
    return one(await rows.returning({ id: directive.id })).id;
  },
  consent_event: async ({ accountId, as }) =>
    (await as(() => transaction(() => give(accountId, "marketing", { method: "toggle", locale: "en" })))).id,
  recent_prompt: async ({ accountId }) => {
    const values = { accountId, kind: "image", prompt: "A lighthouse" } as const;
    return one(await db().insert(recentPrompt).values(values).returning({ id: recentPrompt.id })).id;
  },
  remembered_settings: async ({ accountId }) => {
    const values = { settings: { model: "image-01" }, usedAt: now() };
    const rows = db()
      .insert(rememberedSettings)
      .values({ accountId, kind: "image", ...values })
      .onConflictDoUpdate({ target: [rememberedSettings.accountId, rememberedSettings.kind], set: values });
    return one(await rows.returning({ id: rememberedSettings.id })).id;
  },
  data_export: async ({ accountId }) => {
    const values = { accountId, locale: "en", state: "expired" } as const;
    return one(await db().insert(dataExport).values(values).returning({ id: dataExport.id })).id;
  },
  export_part: async () => "1",
  session: async ({ accountId }) => (await startSession(accountId)).sessionId,
};

/** The id of a new thing of theirs. Throws for a noun that this file does not know yet. */
export async function ownedBy(who: Person, noun: string): Promise<string> {
  const make = MAKERS[noun];
  if (!make) throw new Error(`tests/support/owned.ts cannot make one of: ${noun}`);
  return make(who);
}
