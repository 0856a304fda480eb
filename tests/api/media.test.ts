import sharp from "sharp";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { HOUR, MINUTE, now, setClock } from "../../core/base/clock.ts";
import { listObjects, putObject, readBytes } from "../../core/base/storage.ts";
import { inspectUpload } from "../../core/media/inspect.ts";
import type { MediaView, UploadTicket } from "../../core/media/media.schema.ts";
import { handler } from "../../functions/queue/media.ts";
import { drain } from "../support/drain.ts";
import { untilWaiting } from "../support/lock-waits.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;
let ana: Person;
let photo: Buffer;
beforeAll(async () => {
  ana = await person();
  photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#c84" } })
    .withExif({ IFD0: { Artist: "CANARY" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 0/1" } })
    .jpeg()
    .toBuffer();
});

const announce = (who: Person, bytes: Uint8Array, contentType = "image/jpeg", key?: string) =>
  who.post(
    "/media",
    { fileName: "plage d’été.jpg", contentType, bytes: bytes.length },
    key ? { "idempotency-key": key } : {},
  );
const put = (ticket: UploadTicket, body: Uint8Array, headers = ticket.upload.headers) =>
  fetch(ticket.upload.url, { method: "PUT", headers, body: body as BodyInit });
/** Those that hold something: where a file was uploaded there is an empty one. */
const objects = async () =>
  (await listObjects("media"))
    .filter(({ bytes }) => bytes > 0)
    .map(({ key }) => key)
    .sort();

async function upload(who: Person, bytes: Uint8Array, contentType = "image/jpeg") {
  const ticket = (await (await announce(who, bytes, contentType)).json()) as UploadTicket;
  expect((await put(ticket, bytes)).status).toBe(200);
  const completed = await who.post(`/media/${ticket.media.id}/complete`);
  await drain({ media: handler });
  return { ticket, completed, id: ticket.media.id };
}
const read = async (who: Person, id: string) => (await (await who.get(`/media/${id}`)).json()) as MediaView;

test("a photo becomes ready with its size and thumbnail, and nothing of where and by whom it was taken is stored", async () => {
  const { id } = await upload(ana, photo);
  const view = await read(ana, id);
  expect(view).toMatchObject({
    state: "ready",
    kind: "image",
    width: 800,
    height: 600,
    fileName: "plage d’été.jpg",
  });
  expect(view.placeholder).toMatch(/^data:image/);
  for (const key of await objects()) {
    const bytes = Buffer.from((await readBytes("media", key)) ?? []);
    expect(bytes.includes("CANARY")).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(key).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{38}$/);
  }
  const [row] =
    await owner`select upload_key, object_key, thumbnail_key, sha256, crc32 from media where id = ${id}`;
  expect(row).toMatchObject({ upload_key: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await objects()).toEqual([row?.object_key, row?.thumbnail_key].sort());
});

test("a download is a short signed link with the right name and type, for its owner alone", async () => {
  const { id } = await upload(ana, photo);
  const link = (await ana.get(`/media/${id}/file?download=1`)).headers.get("location") ?? "";
  const file = await fetch(link);
  expect(file.headers.get("content-type")).toBe("image/jpeg");
  expect(file.headers.get("content-disposition")).toContain(
    `filename*=UTF-8''${encodeURIComponent("plage d’été.jpg")}`,
  );
  expect(new URL(link).searchParams.get("X-Amz-Expires")).toBe("300");
  const thumbnail = (await ana.get(`/media/${id}/file?variant=thumbnail`)).headers.get("location") ?? "";
  expect((await fetch(thumbnail)).headers.get("content-type")).toBe("image/webp");
  const stranger = await person();
  for (const path of [`/media/${id}`, `/media/${id}/file`])
    expect((await stranger.get(path)).status).toBe(404);
  expect((await browser().get(`/media/${id}/file`)).status).toBe(401);
});

describe("the upload link takes exactly what was announced", () => {
  test.each([
    ["another length", () => photo.subarray(1), undefined],
    ["another type", () => photo, { "content-type": "text/html" }],
  ])("%s is refused by the storage", async (_, bytes, headers) => {
    const ticket = (await (await announce(ana, photo)).json()) as UploadTicket;
    expect((await put(ticket, bytes(), headers)).status).toBe(403);
    const answer = await ana.post(`/media/${ticket.media.id}/complete`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      409,
      "upload_incomplete",
    ]);
  });

  test("one file: a second one is refused, while the first is there and when it was taken away", async () => {
    const before = await objects();
    const ticket = (await (await announce(ana, photo)).json()) as UploadTicket;
    const unconditional = { "content-type": "image/jpeg" };
    expect((await put(ticket, photo, unconditional)).status).toBe(403);
    expect((await put(ticket, photo)).status).toBe(200);
    expect((await put(ticket, photo)).status).toBe(412);
    await ana.post(`/media/${ticket.media.id}/complete`);
    await drain({ media: handler });
    expect((await put(ticket, photo)).status).toBe(412);
    expect((await objects()).length - before.length).toBe(2);
    const lie = Buffer.from("dear diary, ".repeat(50));
    const refused = await upload(ana, lie);
    expect((await put(refused.ticket, lie)).status).toBe(412);
  });

  test("a worker that dies before it has taken the upload away does that the next time", async () => {
    const { ticket, id } = await upload(ana, photo);
    const key = new URL(ticket.upload.url).pathname.split("/").slice(2).join("/");
    await putObject("media", key, photo, "image/jpeg");
    await owner`update media set upload_key = ${key} where id = ${id}`;
    await inspectUpload(ticket.media.id);
    expect(await readBytes("media", key)).toHaveLength(0);
    expect(await owner`select state, upload_key from media where id = ${id}`).toMatchObject([
      { state: "ready", upload_key: null },
    ]);
  });
});

describe("what cannot be used gets a clear answer in the reader's language and leaves nothing behind", () => {
  test.each([
    ["a 40 MB photo", { contentType: "image/jpeg", bytes: 40_000_000 }, 413, "media_too_large", "30 Mo"],
    ["an empty file", { contentType: "image/jpeg", bytes: 0 }, 422, "media_empty", "vide"],
    [
      "an unknown type",
      { contentType: "application/pdf", bytes: 10 },
      415,
      "media_type_unsupported",
      "accepté",
    ],
  ])("%s", async (_, file, status, code, words) => {
    const before = await objects();
    const marie = await person({ locale: "fr" });
    const answer = await marie.post("/media", { fileName: "x", ...file });
    const problem = (await answer.json()) as { code: string; detail: string };
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(problem.detail).toContain(words);
    expect(await objects()).toEqual(before);
    expect(await owner`select 1 from media where account_id = ${marie.accountId}`).toHaveLength(0);
  });

  test("a text file named .jpg is refused when it says that it is done", async () => {
    const before = await objects();
    const { completed, id } = await upload(ana, Buffer.from("dear diary, ".repeat(50)));
    expect([completed.status, ((await completed.json()) as { code: string }).code]).toEqual([
      415,
      "media_type_mismatch",
    ]);
    expect((await ana.get(`/media/${id}`)).status).toBe(404);
    expect(await objects()).toEqual(before);
  });

  test("a call that comes too late to see the file takes nothing away from the one that came first", async () => {
    const ticket = (await (await announce(ana, photo)).json()) as UploadTicket;
    await put(ticket, Buffer.alloc(photo.length));
    const { id } = ticket.media;
    const late = await owner.begin(async (tx) => {
      await tx`select 1 from media where id = ${id} for update`;
      const asked = ana.post(`/media/${id}/complete`);
      await untilWaiting();
      await tx`update media set state = 'checking' where id = ${id}`;
      return { asked };
    });
    expect((await (await late.asked).json()) as MediaView).toMatchObject({ id, state: "checking" });
    await owner`delete from media where id = ${id}`;
  });

  test("a truncated photo is refused by the inspection, with the reason", async () => {
    const before = await objects();
    const { id } = await upload(ana, photo.subarray(0, photo.length - 200));
    expect(await read(ana, id)).toMatchObject({
      state: "refused",
      refusal: { code: "media_corrupt" },
      fileUrl: null,
    });
    expect(await objects()).toEqual(before);
  });
});

test("the same idempotency key gives the same upload, and refuses another file", async () => {
  const first = (await (await announce(ana, photo, "image/jpeg", "press-0001")).json()) as UploadTicket;
  const again = (await (await announce(ana, photo, "image/jpeg", "press-0001")).json()) as UploadTicket;
  expect(again.media.id).toBe(first.media.id);
  expect((await announce(ana, photo.subarray(5), "image/jpeg", "press-0001")).status).toBe(409);
});

test("the link that is given again ends with the first one, and is given no more then", async () => {
  onTestFinished(() => setClock());
  const first = (await (await announce(ana, photo, "image/jpeg", "press-0002")).json()) as UploadTicket;
  const begun = now().getTime();
  setClock(() => new Date(begun + 14 * MINUTE));
  const again = (await (await announce(ana, photo, "image/jpeg", "press-0002")).json()) as UploadTicket;
  expect(again.upload.expiresAt).toBe(first.upload.expiresAt);
  expect(Number(new URL(again.upload.url).searchParams.get("X-Amz-Expires"))).toBeLessThanOrEqual(60);
  setClock(() => new Date(begun + 15 * MINUTE));
  expect((await announce(ana, photo, "image/jpeg", "press-0002")).status).toBe(409);
});

test("a deleted upload is gone at once and can be taken back for an hour, by its owner", async () => {
  const { id } = await upload(ana, photo);
  const stranger = await person();
  expect((await stranger.delete(`/media/${id}`)).status).toBe(404);
  expect((await ana.delete(`/media/${id}`)).status).toBe(204);
  expect((await ana.get(`/media/${id}`)).status).toBe(404);
  expect((await stranger.post(`/media/${id}/restore`)).status).toBe(404);
  expect((await ana.post(`/media/${id}/restore`)).status).toBe(200);
  await ana.delete(`/media/${id}`);
  const later = new Date(now().getTime() + HOUR + 1);
  setClock(() => later);
  expect((await ana.post(`/media/${id}/restore`)).status).toBe(404);
  setClock();
});

test("a message that is delivered twice inspects once", async () => {
  const { id } = await upload(ana, photo);
  const before = await objects();
  await handler({ Records: [{ messageId: "again", body: JSON.stringify({ mediaId: id }) }] } as never);
  expect(await objects()).toEqual(before);
});

test("a person who announces files without end is told to wait, and nobody else is", async () => {
  const hasty = await person();
  const answers: number[] = [];
  for (let n = 0; n < 102; n++) answers.push((await announce(hasty, photo)).status);
  expect(answers).toEqual([...Array(100).fill(201), 429, 429]);
  expect((await announce(await person(), photo)).status).toBe(201);
});
