/**
 * What stops for an account that is erased, before anything of it goes: the one list, explicit for the reason of
 * core/schema.ts. Each fence runs in the transaction that begins the erasure. Jobs come first: whoever works on one locks
 * it before its account.
 */
import { fenceAccount } from "./account/fence.ts";
import type { Id } from "./base/id.ts";
import { fenceGenerations } from "./generation/stop.ts";
import { fenceExports } from "./privacy/export/drop.ts";

/** Stops one kind of work. Returns the instant until which something of it may still come in, if any can. */
export type Fence = (accountId: Id<"account">) => Promise<Date | undefined>;

export const FENCES: readonly Fence[] = [fenceGenerations, fenceAccount, fenceExports];
