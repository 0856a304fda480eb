import { Hono } from "hono";
import { PageQuery } from "../../core/base/page.ts";
import {
  FileQuery,
  MediaPage,
  MediaView,
  UploadRequest,
  UploadTicket,
} from "../../core/media/media.schema.ts";
import {
  deleteMedia,
  LINK_SECONDS,
  linkToFile,
  listUploads,
  readMedia,
  restoreMedia,
} from "../../core/media/media.ts";
import { completeUpload, requestUpload } from "../../core/media/upload.ts";
import { body, doc, idempotencyKey, pathId, queryParameters } from "./route.ts";

const params = { id: "media" };
const SAMPLE = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 1000 };

export const media = new Hono()
  .post(
    "/",
    doc({
      id: "media.upload",
      summary: "Announce a file and get a link to put it",
      status: 201,
      answers: UploadTicket,
      sample: SAMPLE,
      idempotent: true,
    }),
    body(UploadRequest),
    async (c) => c.json(await requestUpload(c.req.valid("json"), idempotencyKey(c)), 201),
  )
  .get(
    "/",
    doc({ id: "media.list", summary: "Your uploads, newest first", answers: MediaPage }),
    queryParameters(PageQuery),
    async (c) => c.json(await listUploads(c.req.valid("query"))),
  )
  .get("/:id", doc({ id: "media.read", summary: "One file", answers: MediaView, params }), async (c) =>
    c.json(await readMedia({ id: pathId(c) })),
  )
  .post(
    "/:id/complete",
    doc({ id: "media.complete", summary: "Say that the file has arrived", answers: MediaView, params }),
    async (c) => c.json(await completeUpload({ id: pathId(c) })),
  )
  .get(
    "/:id/file",
    doc({
      id: "media.file",
      summary: "The file itself, by a short signed link",
      answers: "redirect",
      params,
    }),
    queryParameters(FileQuery),
    async (c) => {
      const link = await linkToFile({ id: pathId(c), ...c.req.valid("query") });
      c.header("cache-control", `private, max-age=${LINK_SECONDS / 2}`);
      return c.redirect(link, 302);
    },
  )
  .delete(
    "/:id",
    doc({ id: "media.delete", summary: "Delete an upload", answers: null, params }),
    async (c) => {
      await deleteMedia({ id: pathId(c) });
      return c.body(null, 204);
    },
  )
  .post(
    "/:id/restore",
    doc({ id: "media.restore", summary: "Take a deletion back, for an hour", answers: MediaView, params }),
    async (c) => c.json(await restoreMedia({ id: pathId(c) })),
  );
