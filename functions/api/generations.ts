import { Hono } from "hono";
import * as v from "valibot";
import { PageQuery } from "../../core/base/page.ts";
import { cancelGeneration } from "../../core/generation/cancel.ts";
import {
  GenerationPage,
  GenerationRequest,
  GenerationView,
  LibraryFilter,
  ModelList,
  Quote,
  QuoteRequest,
} from "../../core/generation/generation.schema.ts";
import {
  deleteGeneration,
  listGenerations,
  readGeneration,
  requestGeneration,
  restoreGeneration,
} from "../../core/generation/generation.ts";
import { listModels } from "../../core/generation/list-models.ts";
import { quoteGeneration } from "../../core/generation/quote.ts";
import { body, doc, idempotencyKey, pathId, queryParameters } from "./route.ts";

const params = { id: "generation" };
const SETTINGS = {
  kind: "image",
  model: "image-01",
  prompt: "A lighthouse at dusk",
  aspectRatio: "1:1",
  count: 1,
};
const SAMPLE = { settings: SETTINGS, quote: "1.1700000000000.signature" };
const Library = v.object({ ...PageQuery.entries, ...LibraryFilter.entries });

export const models = new Hono().get(
  "/",
  doc({
    id: "models.list",
    summary: "What can be made, with limits and prices",
    access: "public",
    answers: ModelList,
  }),
  async (c) => c.json(await listModels({})),
);

export const quotes = new Hono().post(
  "/",
  doc({
    id: "quotes.make",
    summary: "The price of a generation, good for 15 minutes",
    answers: Quote,
    sample: { settings: SETTINGS },
  }),
  body(QuoteRequest),
  async (c) => c.json(await quoteGeneration(c.req.valid("json"))),
);

export const generations = new Hono()
  .post(
    "/",
    doc({
      id: "generations.request",
      summary: "Make something at a quoted price",
      status: 201,
      answers: GenerationView,
      sample: SAMPLE,
      idempotent: true,
    }),
    body(GenerationRequest),
    async (c) => {
      const key = idempotencyKey(c);
      return c.json(
        await requestGeneration({ ...c.req.valid("json"), ...(key ? { idempotencyKey: key } : {}) }),
        201,
      );
    },
  )
  .get(
    "/",
    doc({ id: "generations.list", summary: "Your library, newest first", answers: GenerationPage }),
    queryParameters(Library),
    async (c) => c.json(await listGenerations(c.req.valid("query"))),
  )
  .get(
    "/:id",
    doc({ id: "generations.read", summary: "One generation", answers: GenerationView, params }),
    async (c) => c.json(await readGeneration({ id: pathId(c) })),
  )
  .post(
    "/:id/cancel",
    doc({ id: "generations.cancel", summary: "Cancel what has not begun", answers: GenerationView, params }),
    async (c) => c.json(await cancelGeneration({ id: pathId(c) })),
  )
  .delete(
    "/:id",
    doc({ id: "generations.delete", summary: "Delete a generation and its files", answers: null, params }),
    async (c) => {
      await deleteGeneration({ id: pathId(c) });
      return c.body(null, 204);
    },
  )
  .post(
    "/:id/restore",
    doc({
      id: "generations.restore",
      summary: "Take a deletion back, for an hour",
      answers: GenerationView,
      params,
    }),
    async (c) => c.json(await restoreGeneration({ id: pathId(c) })),
  );
