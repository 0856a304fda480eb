/** The catalogue as the pages see it, with the time that each model has been taking lately. */
import { and, eq, gt, sql } from "drizzle-orm";
import { requestFacts } from "../base/actor.ts";
import { DAY, fromNow } from "../base/clock.ts";
import { Nothing, query } from "../base/command.ts";
import { db } from "../base/database.ts";
import { errorPattern } from "../base/error-text.ts";
import { suspensionOf } from "../base/processor.ts";
import { CAMERA_WORDS, modelViews } from "./catalogue.ts";
import type { ModelList } from "./generation.schema.ts";
import { generation } from "./generation.sql.ts";

const RECENT_DAYS = 7;

/**
 * All models. `typicalSeconds` is the median from request to result over the last week in seconds begun, so that nothing
 * is said to take none; null before there are any.
 */
export const listModels = query(Nothing, async (): Promise<ModelList> => {
  const times = await db()
    .select({
      model: generation.model,
      seconds: sql<number>`percentile_cont(0.5) within group (
        order by extract(epoch from ${generation.finishedAt} - ${generation.createdAt}))::float8`,
    })
    .from(generation)
    .where(and(eq(generation.state, "ready"), gt(generation.finishedAt, fromNow(-RECENT_DAYS * DAY))))
    .groupBy(generation.model);
  const typical = new Map(times.map((row) => [row.model, Math.ceil(row.seconds)]));
  const models = modelViews().map((model) => ({ ...model, typicalSeconds: typical.get(model.id) ?? null }));
  const transfersSuspended = suspensionOf("minimax")
    ? errorPattern("transfers_suspended", requestFacts().locale)
    : null;
  return { models, cameraWords: [...CAMERA_WORDS], transfersSuspended };
});
