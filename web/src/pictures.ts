/** Sends a chosen picture: our own check, a place in storage, the file itself, and the server's inspection. */
import { isImageType, MEDIA_TYPES } from "../../core/media/media-types.ts";
import { completeUpload, type MediaView, readMedia, requestUpload, type UploadTicket } from "./api.ts";
import { draft, type InputRole, type Picture, type PictureTrouble, placePicture } from "./draft.ts";
import { ApiError } from "./http.ts";
import { onForget } from "./session.ts";

const INSPECTION_POLL_MILLISECONDS = 800;
/** Answers in a row that may be lost before the upload counts as failed. */
const INSPECTION_PATIENCE = 6;

/** For the file chooser. */
export const ACCEPTED_PICTURES: string = Object.keys(MEDIA_TYPES).filter(isImageType).join(",");

let lastUpload = 0;
const running = new Map<number, AbortController>();
onForget(() => {
  for (const abort of running.values()) abort.abort();
});

/** What is wrong with a file before anything is sent. */
export function refuseFile(file: Pick<File, "type" | "size">): PictureTrouble | undefined {
  if (!isImageType(file.type)) return { rule: "type" };
  const { maxBytes } = MEDIA_TYPES[file.type];
  return file.size > maxBytes ? { rule: "size", maxBytes } : undefined;
}

/** Puts a file in a role and sends it; whatever was there before is dropped. Never throws: failures are shown there. */
export async function sendPicture(role: InputRole, file: File): Promise<void> {
  dropPicture(role);
  lastUpload += 1;
  const upload = lastUpload;
  const preview = isImageType(file.type) ? URL.createObjectURL(file) : undefined;
  const facts = { upload, name: file.name, preview };
  const trouble = refuseFile(file);
  if (trouble) {
    placePicture(role, { ...facts, state: "failed", trouble, file: undefined });
    return;
  }
  const abort = new AbortController();
  running.set(upload, abort);
  const show = (picture: Picture) => {
    if (draft.get().pictures[role]?.upload === upload) placePicture(role, picture);
  };
  placePicture(role, { ...facts, state: "sending", share: 0 });
  try {
    const ticket = await requestUpload(file, crypto.randomUUID(), abort.signal);
    await putFile(ticket, file, abort.signal, (share) => show({ ...facts, state: "sending", share }));
    show({ ...facts, state: "checking" });
    const media = await inspected(await completeUpload(ticket.media.id, abort.signal), abort.signal);
    if (media.state === "ready") show({ ...facts, state: "ready", media });
    else
      show({ ...facts, state: "failed", trouble: { sentence: media.refusal?.text ?? "" }, file: undefined });
  } catch (error) {
    if (!abort.signal.aborted) show({ ...facts, state: "failed", trouble: { error }, file });
  } finally {
    running.delete(upload);
  }
}

/** Empties a role and stops what was still being sent for it. */
export function dropPicture(role: InputRole): void {
  const picture = draft.get().pictures[role];
  if (picture) running.get(picture.upload)?.abort();
  placePicture(role, undefined);
}

/** Puts the file into storage by the link of the ticket. `progress` hears the share that has been sent, 0 to 1. */
function putFile(
  { upload }: UploadTicket,
  file: File,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new ApiError({ code: "network", detail: "" }));
    const call = new XMLHttpRequest();
    call.open("PUT", upload.url);
    for (const [name, value] of Object.entries(upload.headers))
      if (name.toLowerCase() !== "content-length") call.setRequestHeader(name, value);
    call.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    call.onload = () => (call.status >= 200 && call.status < 300 ? resolve() : lost());
    call.onerror = lost;
    call.ontimeout = lost;
    call.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.send(file);
  });
}

/** Waits for the end of the inspection. The file is there already, so a lost connection only makes the wait longer. */
async function inspected(media: MediaView, signal: AbortSignal): Promise<MediaView> {
  let now = media;
  let lost = 0;
  while (now.state === "checking" || now.state === "uploading") {
    await new Promise((resolve) => setTimeout(resolve, INSPECTION_POLL_MILLISECONDS * (lost + 1)));
    signal.throwIfAborted();
    try {
      now = await readMedia(now.id, signal);
      lost = 0;
    } catch (error) {
      const network = error instanceof ApiError && error.failure.code === "network";
      lost += 1;
      if (!network || lost > INSPECTION_PATIENCE) throw error;
    }
  }
  return now;
}
