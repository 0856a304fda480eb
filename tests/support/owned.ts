/** One thing of each noun that a path can name, belonging to a given person: for the walk over all routes. */
import { now } from "../../core/base/clock.ts";
import { db, one } from "../../core/base/database.ts";
import { newKey } from "../../core/base/storage.ts";
import { generation } from "../../core/generation/generation.sql.ts";
import { media } from "../../core/media/media.sql.ts";
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
  session: async ({ accountId }) => (await startSession(accountId)).sessionId,
};

/** The id of a new thing of theirs. Throws for a noun that this file does not know yet. */
export async function ownedBy(who: Person, noun: string): Promise<string> {
  const make = MAKERS[noun];
  if (!make) throw new Error(`tests/support/owned.ts cannot make one of: ${noun}`);
  return make(who);
}
