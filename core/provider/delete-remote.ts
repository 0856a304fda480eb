/** The deletion of one thing at a processor, as far as one message takes it. */
import { log } from "../base/log.ts";
import { removerOf } from "../privacy/inventory.ts";
import { claimDeletion, confirmDeletion, type ThingRow } from "../privacy/remote-thing.ts";
import { isRemoteKind, remove } from "./provider.ts";

/**
 * Tries the deletion if it is due. Without the processor's answer it stays due, later (core/privacy/remote-thing.ts).
 * Throws for a thing of a kind that nobody knows how to delete.
 */
export async function deleteRemoteThing(row: ThingRow): Promise<void> {
  const thing = await claimDeletion(row);
  if (!thing) return;
  const { kind, remoteId, attempt } = thing;
  const gone = isRemoteKind(kind) ? await remove(kind, remoteId) : await removerOf(kind)(remoteId);
  if (gone) await confirmDeletion(row);
  else log.warn("remote_item.kept", { state: kind, attempt });
}
