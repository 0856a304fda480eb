/**
 * What is remembered of somebody's way of working, with the consent to personalization and only then: the settings last
 * used for each kind of work, and the last prompts. It serves the studio of its owner and nothing else, can be deleted
 * piece by piece, and goes as a whole when the consent does.
 */
import { and, desc, eq, notInArray } from "drizzle-orm";
import * as v from "valibot";
import { lockStanding } from "../account/processing.ts";
import { me } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { command, Nothing, query } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import { type Id, idSchema } from "../base/id.ts";
import { isAllowed } from "../consent/gate.ts";
import { REMEMBERED_PROMPTS } from "../consent/notices.ts";
import type { Settings } from "../generation/generation.schema.ts";
import type { PreferenceView } from "./preference.schema.ts";
import { recentPrompt, rememberedSettings } from "./preference.sql.ts";

/** What belongs to one request and not to a way of working. */
const NOT_REMEMBERED = new Set(["kind", "prompt", "faceMediaId", "firstFrameMediaId", "lastFrameMediaId"]);

/**
 * Remembers a request of the signed-in account, if it wants that. Expects the transaction of the request. The account
 * stays locked until its end, so that a withdrawal at the same moment finds what it has to delete.
 */
export async function rememberRequest(settings: Settings): Promise<void> {
  if (!(await isAllowed(me(), "personalization"))) return;
  await lockStanding(me());
  if (!(await isAllowed(me(), "personalization"))) return;
  await rememberSettings(settings);
  await rememberPrompt(settings);
}

async function rememberSettings(settings: Settings): Promise<void> {
  const kept = Object.entries(settings).filter(
    (entry): entry is [string, string | number] => !NOT_REMEMBERED.has(entry[0]) && entry[1] !== undefined,
  );
  const values = { settings: Object.fromEntries(kept), usedAt: now() };
  await db()
    .insert(rememberedSettings)
    .values({ accountId: me(), kind: settings.kind, ...values })
    .onConflictDoUpdate({ target: [rememberedSettings.accountId, rememberedSettings.kind], set: values });
}

/** A prompt that is used again moves to the front; the oldest goes. */
async function rememberPrompt({ kind, prompt }: Settings): Promise<void> {
  const mine = eq(recentPrompt.accountId, me());
  await db()
    .delete(recentPrompt)
    .where(and(mine, eq(recentPrompt.kind, kind), eq(recentPrompt.prompt, prompt)));
  await db().insert(recentPrompt).values({ accountId: me(), kind, prompt });
  const newest = db()
    .select({ id: recentPrompt.id })
    .from(recentPrompt)
    .where(mine)
    .orderBy(desc(recentPrompt.createdAt), desc(recentPrompt.id))
    .limit(REMEMBERED_PROMPTS);
  await db()
    .delete(recentPrompt)
    .where(and(mine, notInArray(recentPrompt.id, newest)));
}

/** What is remembered of the signed-in account, newest first; nothing while there is no consent in force. */
export const readPreferences = query(Nothing, async (): Promise<PreferenceView> => {
  if (!(await isAllowed(me(), "personalization"))) return { on: false, settings: [], prompts: [] };
  const [settings, prompts] = await Promise.all([
    db()
      .select()
      .from(rememberedSettings)
      .where(eq(rememberedSettings.accountId, me()))
      .orderBy(desc(rememberedSettings.usedAt), desc(rememberedSettings.id)),
    db()
      .select()
      .from(recentPrompt)
      .where(eq(recentPrompt.accountId, me()))
      .orderBy(desc(recentPrompt.createdAt), desc(recentPrompt.id)),
  ]);
  return {
    on: true,
    settings: settings.map(({ accountId: _, usedAt, ...row }) => ({ ...row, usedAt: usedAt.toISOString() })),
    prompts: prompts.map(({ accountId: _, createdAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
    })),
  };
});

/** Forgets one prompt. Throws `not_found`, also for somebody else's. */
export const forgetPrompt = command(v.strictObject({ id: idSchema<"recent_prompt">() }), async ({ id }) => {
  const mine = and(eq(recentPrompt.id, id), eq(recentPrompt.accountId, me()));
  one(await db().delete(recentPrompt).where(mine).returning({ id: recentPrompt.id }));
});

/** Forgets the settings of one kind of work. Throws `not_found`, also for somebody else's. */
export const forgetSettings = command(
  v.strictObject({ id: idSchema<"remembered_settings">() }),
  async ({ id }) => {
    const mine = and(eq(rememberedSettings.id, id), eq(rememberedSettings.accountId, me()));
    one(await db().delete(rememberedSettings).where(mine).returning({ id: rememberedSettings.id }));
  },
);

/** Forgets everything that is remembered of an account. Belongs into the transaction that ends the consent. */
export async function forgetPreferences(accountId: Id<"account">): Promise<void> {
  await db().delete(recentPrompt).where(eq(recentPrompt.accountId, accountId));
  await db().delete(rememberedSettings).where(eq(rememberedSettings.accountId, accountId));
}
