/** Marks the work of a replay, which is in the journal already: it is not written there a second time. */
import { AsyncLocalStorage } from "node:async_hooks";

const replay = new AsyncLocalStorage<true>();

/** Runs `work` as part of a replay. */
export const asReplay = <T>(work: () => Promise<T>): Promise<T> => replay.run(true, work);

export const isReplaying = (): boolean => replay.getStore() === true;
