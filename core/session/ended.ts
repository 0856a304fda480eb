/** Sessions that end before their time are told to the journal, so that a restored backup does not open them again. */
import { inArray } from "drizzle-orm";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { NAMED_AN_ENTRY } from "../privacy/journal/entry.ts";
import { idsBehind } from "../privacy/journal/find.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { session } from "./session.sql.ts";

type SessionId = Id<"session">;

/** Writes that these sessions have ended. Belongs into the transaction that ends them. */
export async function noteEnded(ended: readonly { id: SessionId }[]): Promise<void> {
  for (let start = 0; start < ended.length; start += NAMED_AN_ENTRY) {
    const some = ended.slice(start, start + NAMED_AN_ENTRY);
    await writeJournal({ kind: "sessions_ended", sessions: some.map(({ id }) => pseudonymOf(id)) });
  }
}

/** Ends the sessions behind these pseudonyms, as far as they are open. For a replay of the journal. */
export async function endSessionsBehind(pseudonyms: ReadonlySet<string>): Promise<void> {
  const ids = [...(await idsBehind(session, session.id, pseudonyms)).values()] as SessionId[];
  if (ids.length > 0) await db().delete(session).where(inArray(session.id, ids));
}
