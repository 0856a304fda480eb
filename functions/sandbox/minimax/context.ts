/** What every route of the sandbox shares: its settings, store, clock, studio, and the fresh ids it hands out. */
import { createHash } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Words } from "./magic.ts";
import type { Store } from "./store.ts";

export interface Sandbox {
  store: Store;
  /** Milliseconds since 1970, by the injected clock. */
  now: () => number;
  /** Factor on the pretended waiting; 0: none. Media are made for real anyhow. */
  speed: number;
  /** How late an answer comes by the magic word `slow`. */
  slowSeconds: number;
  /** Origin of the download addresses. */
  publicUrl: () => string;
  apiKey: string;
  /** Folder for files of work in hand; emptied at each start. */
  scratch: string;
  /** What requests carried, for tests: names of headers and fields, never their content. */
  seen: Seen[];
  /** Decides ids. */
  seed: string;
  /** Starts the work of a task. */
  begin: (taskId: string) => void;
  /** Does quick work, one at a time. */
  quick: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Ends with the sandbox: stops callbacks and encoders. */
  signal: AbortSignal;
}

/** The names in one request. */
export interface Seen {
  method: string;
  path: string;
  headers: string[];
  fields: string[];
}

export type Env = {
  Bindings: HttpBindings;
  Variables: { trace: string; words: Words; seen: Seen | undefined };
};
export type Call = Context<Env>;

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/**
 * A fresh id of so many digits. Ids of 18 digits are above 2^53 and never a multiple of 32, so that a client that
 * passes one through a double always sends back another one.
 */
export function freshId(sandbox: Sandbox, digits: 15 | 18): string {
  const ordinal = sandbox.store.count(`ids ${digits}`);
  const low = 10n ** BigInt(digits - 1);
  const chosen = BigInt(`0x${sha256(`${sandbox.seed} ${digits} ${ordinal}`).slice(0, 15)}`) % (low * 8n);
  return String(((low + chosen) / 64n) * 64n + 17n);
}
