/**
 * What stops for an account that is erased, before anything of it goes: the one list, explicit for the reason of
 * core/schema.ts. Each fence runs in the transaction that begins the erasure. Jobs come first: whoever works on one locks
 * it before its account.
 */
import { fenceAccount } from "./account/fence.ts";
import type { Id } from "./base/id.ts";
import { fenceGenerations } from "./generation/stop.ts";
import { fenceUploads } from "./media/upload.ts";
import { fenceExports } from "./privacy/export/drop.ts";

/** Until when something may still come in: rows, for which all else waits; objects under known keys, for which the end does. */
export type Late = { rows?: Date; objects?: Date };
/** Stops one kind of work. Returns what of it may still come in, if anything can. */
export type Fence = (accountId: Id<"account">) => Promise<Late | undefined>;

export const FENCES: readonly Fence[] = [fenceGenerations, fenceAccount, fenceUploads, fenceExports];
