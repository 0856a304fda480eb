/** What each family of endpoints (images, video v1 and v2, speech) does for the pipeline, in the pipeline's words. */
import { pictureLimits } from "../../generation/catalogue.ts";
import type { FailureCode, InputRole, Settings } from "../../generation/generation.schema.ts";
import { providerImage } from "../../media/provider-image.ts";
import type { Answer } from "./call.ts";

export type Pictures = Partial<Record<InputRole, Uint8Array>>;
export type Draft = { path: string; body: Record<string, unknown> };

/**
 * What became of a request to make something. `unknown`: it may be under way, so it must not be sent again; `retry`: it
 * is certain that nothing was made.
 */
export type CreateOutcome =
  | { type: "task"; taskId: string }
  | { type: "links"; urls: string[] }
  | { type: "bytes"; bytes: Uint8Array }
  | { type: "refused"; failure: FailureCode }
  | { type: "retry"; failure: FailureCode; afterSeconds: number }
  | { type: "unknown" };

/** What a task looks like now. `waiting`: it has not begun, so it can still be cancelled where that exists. */
export type PollOutcome =
  | { type: "waiting" | "running" | "cancelled" }
  | { type: "retry"; afterSeconds: number }
  | { type: "failed"; failure: FailureCode }
  | { type: "result"; urls: string[]; fileId?: string };

/** Families that work by tasks have all of it; `cancel` and `findLost` exist only where the provider offers them. */
export type Tasks = {
  poll(taskId: string): Promise<PollOutcome>;
  /** Fresh links to a result; empty when the provider gives none now. */
  links(taskId: string, fileId: string | undefined): Promise<string[]>;
  /** Drops a task that waits. True when it is gone. */
  cancel(taskId: string): Promise<boolean>;
  /** Tasks that may come from a request for these settings sent at that time; undefined when the provider cannot say now. */
  findLost(settings: Settings, since: Date): Promise<string[] | undefined>;
};
export type Family = {
  /** The request for settings: exactly the fields that the model knows, and of a person only text and pictures (P-38). */
  draft(settings: Settings, pictures: Pictures): Promise<Draft>;
  readCreated(body: unknown): CreateOutcome;
  tasks?: Tasks;
};

/** Seconds until a refused or failed question is asked again. */
const BUSY_SECONDS = 15;
const PAUSE_SECONDS = 5;
export const pauseAfter = (failure: FailureCode): number =>
  failure === "provider_busy" ? BUSY_SECONDS : PAUSE_SECONDS;

/** A picture as the model takes it, inside the request: no link to our storage leaves the service. */
export async function pictureUrl(settings: Settings, role: InputRole, bytes: Uint8Array): Promise<string> {
  const picture = await providerImage(bytes, pictureLimits(settings.model, role));
  return `data:${picture.contentType};base64,${Buffer.from(picture.bytes).toString("base64")}`;
}

/** What a question about a task means when it was not answered with the task. */
export function pollFailure(answer: Exclude<Answer, { type: "ok" }>): PollOutcome {
  if (answer.type !== "refused") return { type: "retry", afterSeconds: PAUSE_SECONDS };
  const { failure, retry } = answer.verdict;
  if (retry) return { type: "retry", afterSeconds: pauseAfter(failure) };
  // "Invalid parameters" here speaks of the task's id, not of what the user asked for.
  return { type: "failed", failure: failure === "provider_refused" ? "provider_failed" : failure };
}

/** A thing that stands at the provider, as its lists show it. */
export type Standing = { id: string; createdAt: Date };
