import { Hono } from "hono";
import { ExportList, ExportView } from "../../core/privacy/export/export.schema.ts";
import {
  deleteExport,
  linkToPart,
  listExports,
  readExport,
  requestExport,
} from "../../core/privacy/export/export.ts";
import { doc, pathId, pathNumber } from "./route.ts";

const params = { id: "data_export" };

export const exports = new Hono()
  .post(
    "/",
    doc({
      id: "exports.request",
      summary: "Ask for a copy of everything about you (GDPR art. 15 and 20); one at a time",
      status: 202,
      answers: ExportView,
    }),
    async (c) => c.json(await requestExport({}), 202),
  )
  .get(
    "/",
    doc({ id: "exports.list", summary: "Your exports, newest first", answers: ExportList }),
    async (c) => c.json(await listExports({})),
  )
  .get(
    "/:id",
    doc({ id: "exports.read", summary: "One export and how far it is", answers: ExportView, params }),
    async (c) => c.json(await readExport({ id: pathId(c) })),
  )
  .get(
    "/:id/parts/:n",
    doc({
      id: "exports.part",
      summary: "A part of an export, by a very short signed link; the password must have been given",
      answers: "redirect",
      params: { ...params, n: "export_part" },
    }),
    async (c) => c.redirect(await linkToPart({ id: pathId(c), number: pathNumber(c, "n") }), 302),
  )
  .delete(
    "/:id",
    doc({ id: "exports.delete", summary: "Delete an export at once", answers: null, params }),
    async (c) => {
      await deleteExport({ id: pathId(c) });
      return c.body(null, 204);
    },
  );
