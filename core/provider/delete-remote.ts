/** The deletion of one thing at the model provider, as far as one message takes it. */
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { claimDeletion, confirmDeletion } from "../privacy/remote-item.ts";
import { remove } from "./provider.ts";

/** Tries the deletion if it is due. Without the provider's answer it stays due, later (core/privacy/remote-item.ts). */
export async function deleteRemoteItem(id: Id<"remote_item">): Promise<void> {
  const item = await claimDeletion(id);
  if (!item) return;
  if (await remove(item.kind, item.remoteId)) await confirmDeletion(item.id);
  else log.warn("remote_item.kept", { provider: item.processor, state: item.kind, attempt: item.attempts });
}
