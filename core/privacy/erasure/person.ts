/** Who is being erased, sealed in the row of the erasure: nobody else can read it, and a search does not find it. */
import type { Id } from "../../base/id.ts";
import type { Locale } from "../../base/locale.ts";
import { seal, unseal } from "../../base/secret.ts";
import type { Traces } from "./traces.ts";

/** `address` is null when no certificate is to be mailed. */
export type Person = { accountId: Id<"account">; locale: Locale; address: string | null };

const PERSON = "erasure-person";
const TRACES = "erasure-traces";

export const sealPerson = (id: Id<"erasure">, person: Person): Uint8Array =>
  seal(PERSON, id, JSON.stringify(person));
export const unsealPerson = (id: Id<"erasure">, sealed: Uint8Array): Person =>
  JSON.parse(unseal(PERSON, id, sealed));

export const sealTraces = (id: Id<"erasure">, traces: Traces): Uint8Array =>
  seal(TRACES, id, JSON.stringify(traces));
export const unsealTraces = (id: Id<"erasure">, sealed: Uint8Array): Traces =>
  JSON.parse(unseal(TRACES, id, sealed));
