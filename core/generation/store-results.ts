/**
 * The last step: fetch what the provider made, mark it as made by AI, keep it in our storage, and only then make it
 * visible and charge for it. Nothing can be downloaded unmarked (AI Act, art. 50(2)).
 */
import { and, eq } from "drizzle-orm";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { log } from "../base/log.ts";
import { deleteObjects, newKey, putObject, readBytes } from "../base/storage.ts";
import { describeOutput, type Output } from "../media/describe-output.ts";
import { digest } from "../media/digest.ts";
import { mark } from "../media/mark.ts";
import { MediaRefused } from "../media/media-refused.ts";
import { MEDIA_TYPES } from "../media/media-types.ts";
import { discardOutputs, insertOutputs, type NewOutput } from "../media/outputs.ts";
import { DownloadError, download } from "../provider/download.ts";
import * as Provider from "../provider/provider.ts";
import { priceOf } from "./charge.ts";
import { generation } from "./generation.sql.ts";
import { readPoster } from "./inputs.ts";
import { advance, fail, finish, type Job, seal, whileStanding } from "./transition.ts";

/** How often a download is tried before the result counts as unreadable. */
const MAX_DOWNLOADS = 5;
const RETRY_SECONDS = 5;

/** Stores the results of a job in state `storing`, and ends it; or tries again with fresh links, a few times. */
export async function storeResults(job: Job): Promise<void> {
  const stored: NewOutput[] = [];
  const faults: unknown[] = [];
  for (const [position, fetchOne] of sourcesOf(job).entries()) {
    try {
      stored.push(await storeOne(job, await fetchOne(), position));
    } catch (error) {
      faults.push(error);
    }
  }
  const grave = faults.find((fault) => !(fault instanceof MediaRefused || fault instanceof DownloadError));
  const again = grave === undefined && faults.length > 0 && job.attempts + 1 < MAX_DOWNLOADS;
  if (grave !== undefined || again || stored.length === 0) await discardOutputs(stored);
  if (grave !== undefined) throw grave;
  if (faults.length > 0)
    log.warn("generation.result_failed", { generationId: job.id, attempt: job.attempts + 1 }, faults[0]);
  if (again) return tryLater(job);
  if (stored.length === 0) await fail(job, "result_unreadable");
  else await deliver(job, stored);
  await dropKept(job);
}

/** Removes the object that held a result until its delivery. For a job that was ended meanwhile as well. */
export async function dropKept({ id, keptKey }: Job): Promise<void> {
  if (keptKey === null) return;
  await deleteObjects("media", [keptKey]);
  await db()
    .update(generation)
    .set({ keptKey: null })
    .where(and(eq(generation.id, id), eq(generation.keptKey, keptKey)));
}

function sourcesOf(job: Job): (() => Promise<Uint8Array>)[] {
  const { providerResult, keptKey } = job;
  const { urls = [] } = providerResult ?? {};
  return keptKey ? [() => readKept(keptKey)] : urls.map((url) => () => download(url));
}

async function readKept(key: string): Promise<Uint8Array> {
  const bytes = await readBytes("media", key);
  if (!bytes) throw new DownloadError();
  return bytes;
}

/** Ends the job as ready; keeps its result sealed while processing is restricted, and not at all from a closing account. */
async function deliver(job: Job, outputs: NewOutput[]): Promise<void> {
  const stored = await whileStanding(job, async (standing) => {
    if (standing === "restricted") return seal(job, () => insertOutputs(outputs.map(sealed)));
    if (standing === "open") {
      const creditsCharged = priceOf(job, outputs.length);
      return finish(job, { state: "ready", creditsCharged }, () => insertOutputs(outputs));
    }
    await finish(job, { state: "fenced" });
    return false;
  });
  if (!stored) await discardOutputs(outputs);
}

const sealed = ({ objectKey, ...output }: NewOutput): NewOutput => ({ ...output, sealedKey: objectKey });

async function storeOne(job: Job, bytes: Uint8Array, position: number): Promise<NewOutput> {
  const { SIGNER_CERTIFICATES: certificates, SIGNER_PRIVATE_KEY: privateKey } = config;
  if (!certificates || !privateKey) throw new AppError("unavailable");
  const output = await describeOutput(bytes);
  const marked = await mark(output.bytes, output.contentType, { certificates, privateKey });
  const objectKey = newKey();
  await putObject("media", objectKey, marked, output.contentType);
  const thumbnail = output.thumbnail ?? (job.kind === "clip" ? await readPoster(job.id) : undefined);
  const thumbnailKey = thumbnail ? newKey() : null;
  if (thumbnail && thumbnailKey) await putObject("media", thumbnailKey, thumbnail, "image/webp");
  const { sha256, crc32 } = await digest(marked);
  return {
    accountId: job.accountId,
    generationId: job.id,
    position,
    state: "ready",
    fileName: fileName(job, position, output),
    contentType: output.contentType,
    bytes: marked.length,
    width: output.width ?? null,
    height: output.height ?? null,
    durationSeconds: output.durationSeconds ?? null,
    placeholder: output.placeholder ?? null,
    objectKey,
    thumbnailKey,
    sha256,
    crc32,
  };
}

function fileName(job: Job, position: number, output: Output): string {
  const day = job.createdAt.toISOString().slice(0, 10);
  const number = position === 0 ? "" : `-${position + 1}`;
  return `pix2clip-${day}-${job.id.slice(-6)}${number}.${MEDIA_TYPES[output.contentType].extension}`;
}

/** The next try has fresh links where there is a task to ask, for links expire. */
async function tryLater(job: Job): Promise<void> {
  const { providerTaskId: taskId, providerResult: result } = job;
  const fresh = taskId ? await Provider.freshLinks(job.model, taskId, result?.fileId) : [];
  const providerResult = result && fresh.length > 0 ? { ...result, urls: fresh } : result;
  await advance(job, "storing", { attempts: job.attempts + 1, providerResult }, RETRY_SECONDS);
}
