/** Exports as their person gets them: asked for, built by the real queue function, fetched by the signed link, unpacked. */
import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { now } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import type { ExportView } from "../../core/privacy/export/export.schema.ts";
import { session } from "../../core/session/session.sql.ts";
import { handler } from "../../functions/queue/export.ts";
import { drain } from "../support/drain.ts";
import type { person } from "../support/person.ts";
import { type Manifest, unpacked } from "./archive-form.ts";

type Person = Pick<Awaited<ReturnType<typeof person>>, "accountId" | "get" | "post">;
/** Content by path, of all parts together. */
export type Archive = { parts: Uint8Array[]; files: Map<string, Uint8Array>; view: ExportView };
/** As if the password had just been given in every session of the account. */
export async function prove(accountId: Person["accountId"]): Promise<void> {
  await db().update(session).set({ provedAt: now() }).where(eq(session.accountId, accountId));
}

/** Asks for an export. */
export async function requested(who: Person): Promise<ExportView> {
  const answer = await who.post("/privacy/exports");
  if (answer.status !== 202) throw new Error(`the request answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as ExportView;
}

/** What the request for an export adds to the picture of which it asks: its own row, and a line of the security log. */
export const isOfTheRequest = (table: string, row: Record<string, unknown>): boolean =>
  (table === "data_export" && row.state === "requested") ||
  (table === "security_event" && row.kind === "export_requested");

/** Where an export is now. */
export const viewed = async (who: Person, id: string): Promise<ExportView> =>
  (await (await who.get(`/privacy/exports/${id}`)).json()) as ExportView;

/** Builds what waits in the queue. */
export const build = () => drain({ export: handler });

/** The parts of an export that is ready, by the links that its person gets. */
export async function fetched(who: Person, id: string): Promise<Archive> {
  await prove(who.accountId);
  const view = await viewed(who, id);
  if (view.state !== "ready") throw new Error(`the export is ${view.state}`);
  const parts: Uint8Array[] = [];
  for (const { number } of view.parts) {
    const link = await who.get(`/privacy/exports/${id}/parts/${number}`);
    if (link.status !== 302) throw new Error(`part ${number} answered ${link.status}`);
    parts.push(await (await fetch(link.headers.get("location") ?? "")).bytes());
  }
  return { parts, files: unpacked(parts), view };
}

/** A whole export of somebody. */
export async function exportOf(who: Person): Promise<Archive> {
  const { id } = await requested(who);
  await build();
  return fetched(who, id);
}

export const textOf = (archive: Archive, path: string): string =>
  Buffer.from(archive.files.get(path) ?? new Uint8Array()).toString();

export const manifestOf = (archive: Archive): Manifest => JSON.parse(textOf(archive, "manifest.json"));

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
