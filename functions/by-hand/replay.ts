/**
 * Replays the journal on a restored database: what was erased, purged, withdrawn and ended after the backup was taken is
 * done again, before anything is served. The host does it by itself at the start. In the cloud the operator calls it once
 * the backup is back, and again until nothing is left.
 */
import * as v from "valibot";
import { account } from "../../core/account/account.sql.ts";
import { endPasswordAgain } from "../../core/account/change-password.ts";
import { closeAgain } from "../../core/account/closing.ts";
import { moveAgain } from "../../core/account/move-again.ts";
import { liftAgain, restrictAgain } from "../../core/account/restriction.ts";
import { spareAgain } from "../../core/account/spared.ts";
import { actAs } from "../../core/base/actor.ts";
import { transaction } from "../../core/base/database.ts";
import { type Id, newId } from "../../core/base/id.ts";
import { log } from "../../core/base/log.ts";
import { withdraw } from "../../core/consent/change.ts";
import { revokeAgain } from "../../core/directive/directive.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { deleteAgain } from "../../core/privacy/journal/deletions.ts";
import { idsBehind } from "../../core/privacy/journal/find.ts";
import {
  type Facts,
  type Happened,
  type Replayed,
  replayJournal,
} from "../../core/privacy/journal/replay.ts";
import { checkStanding } from "../../core/privacy/journal/standing.ts";
import { refillJournal, verifyJournal } from "../../core/privacy/journal/verify.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { endSessionsBehind } from "../../core/session/ended.ts";
import { byHand } from "./called.ts";

type AccountId = Id<"account">;

/** Does again what the database does not know. Returns what that was. Throws `JournalBroken`. */
export const replay = (signal?: AbortSignal): Promise<Replayed> =>
  actAs(
    { type: "task", name: "replay" },
    async () => {
      const done = await replayJournal((facts) => apply(facts, signal), signal);
      if (done.links > 0) log.warn("journal.replayed", { count: done.links });
      return done;
    },
    { requestId: newId<"request">(), locale: "en" },
  );

/**
 * Doors are closed first; what takes long comes last, and so do the purges, which a restriction may hold back. Nothing of
 * it happens twice to whom it happened already.
 */
async function apply(facts: Facts, signal?: AbortSignal): Promise<void> {
  const { erased, sessionsEnded, passwordsEnded, addressesChanged, restrictions } = facts;
  const { withdrawals, directivesEnded, closings, spared, deletions, purged } = facts;
  await endSessionsBehind(sessionsEnded);
  const named = [
    erased,
    passwordsEnded,
    addressesChanged,
    restrictions,
    withdrawals,
    directivesEnded,
    closings,
    spared,
  ].flat();
  const subjects = new Set(named.map(({ subject }) => subject));
  const people = (await idsBehind(account, account.id, subjects)) as Map<string, AccountId>;
  const each = async <T extends Happened>(all: T[], doAgain: (id: AccountId, one: T) => Promise<unknown>) => {
    for (const one of all) {
      signal?.throwIfAborted();
      const id = people.get(one.subject);
      if (id) await doAgain(id, one);
    }
  };
  await each(passwordsEnded, endPasswordAgain);
  await each(addressesChanged, moveAgain);
  await each(restrictions, (id, one) =>
    one.kind === "restricted" ? restrictAgain(id, one.purge, one.at) : liftAgain(id, one.sealed),
  );
  await each(withdrawals, (id, { purpose, method, at }) =>
    transaction(() => withdraw(id, purpose, method, at)),
  );
  await each(directivesEnded, (id, { at }) => revokeAgain(id, at));
  await each(closings, closeAgain);
  // After them: each spares those of before it alone.
  await each(spared, (id, { at }) => spareAgain(id, at));
  await each(erased, erase);
  await deleteAgain(deletions);
  if (purged.size > 0) await purge([...purged]);
}

/** One that waits for a processor goes on by itself once the service has started: the account is closed to everybody. */
async function erase(accountId: AccountId): Promise<void> {
  await transaction(() => beginErasure(accountId, { reason: "journal_replay", silently: true }));
  if ((await runErasure(accountId)) === "waiting") log.warn("journal.erasure_waits");
}

/** What may be asked for; without a word it replays. */
const WORK = {
  replay: async () => `Replayed ${said(await replay())}.`,
  /** Reads the whole chain. */
  verify: async () => {
    const links = await verifyJournal({ since: 0, read: true });
    return `${links} links of the journal are as they were; the database is ${await checkStanding()}.`;
  },
  /** After the bucket was lost, and only if the database was not restored as well. */
  refill: async () => `${await refillJournal()} links put back into the bucket.`,
};

/** A replay in words. */
export const said = (done: Replayed): string =>
  `${done.links} links of the journal: ${done.erased} erasures, ${done.withdrawals} withdrawals, ` +
  `${done.sessionsEnded} ended sessions, ${done.passwordsEnded} ended passwords, ` +
  `${done.addressesChanged} changed addresses, ${done.restrictions} restrictions, ` +
  `${done.directivesEnded} ended directives, ${done.closings} closings, ` +
  `${done.deletions} deletions, ${done.spared} spared, ` +
  `purges of ${done.purged} rules`;

const Asked = v.union([v.strictTuple([]), v.strictTuple([v.picklist(["replay", "verify", "refill"])])]);

export const { command, handler } = byHand("replay", Asked, "replay [verify | refill]", ([name = "replay"]) =>
  WORK[name](),
);
