/** The pictures that generations were made from. */
import { eq } from "drizzle-orm";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { readBytes } from "../base/storage.ts";
import { media } from "../media/media.sql.ts";
import type { InputRole } from "./generation.schema.ts";
import { generationInput } from "./generation.sql.ts";

/** The pictures of a generation by role; undefined when one has been deleted since it was asked for. */
export async function readPictures(
  id: Id<"generation">,
): Promise<Partial<Record<InputRole, Uint8Array>> | undefined> {
  const rows = await db()
    .select({ role: generationInput.role, key: media.objectKey, deletedAt: media.deletedAt })
    .from(generationInput)
    .innerJoin(media, eq(media.id, generationInput.mediaId))
    .where(eq(generationInput.generationId, id));
  const pictures: Partial<Record<InputRole, Uint8Array>> = {};
  for (const row of rows) {
    const bytes = row.key && !row.deletedAt ? await readBytes("media", row.key) : undefined;
    if (!bytes) return undefined;
    pictures[row.role] = bytes;
  }
  return pictures;
}

/** The thumbnail of the first picture: a clip begins with it, so it is the clip's poster. */
export async function readPoster(id: Id<"generation">): Promise<Uint8Array | undefined> {
  const rows = await db()
    .select({ role: generationInput.role, key: media.thumbnailKey })
    .from(generationInput)
    .innerJoin(media, eq(media.id, generationInput.mediaId))
    .where(eq(generationInput.generationId, id));
  const key = rows.find((row) => row.role === "first_frame")?.key;
  return key ? readBytes("media", key) : undefined;
}
