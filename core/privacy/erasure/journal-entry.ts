/** Where the journal tells of an erasure. */
import { asc, like } from "drizzle-orm";
import { db } from "../../base/database.ts";
import { journalLink } from "../journal/journal.sql.ts";

/** The number of the link that holds the entry of this pseudonym's erasure; null when this database knows of none. */
export async function findEntry(pseudonym: string): Promise<number | null> {
  const [link] = await db()
    .select({ sequence: journalLink.sequence })
    .from(journalLink)
    .where(like(journalLink.body, `%"kind":"erasure","subject":"${pseudonym}"%`))
    .orderBy(asc(journalLink.sequence))
    .limit(1);
  return link?.sequence ?? null;
}
