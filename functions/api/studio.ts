/**
 * The resources of the studio: what the first requests of a visit ask for, and nearly all that follow. They stand for
 * themselves, so that a function which starts because of one of them loads no others (index.ts).
 */
import { Hono } from "hono";
import { credits } from "./credits.ts";
import { generations, models, quotes } from "./generations.ts";
import { media } from "./media.ts";
import { pageCounts } from "./page-counts.ts";
import { preferences } from "./preferences.ts";
import { session } from "./session.ts";
import { closeSurface, openSurface } from "./surface.ts";

export const studioResources = new Hono()
  .route("/session", session)
  .route("/credits", credits)
  .route("/media", media)
  .route("/models", models)
  .route("/quotes", quotes)
  .route("/generations", generations)
  .route("/preferences", preferences)
  .route("/page-counts", pageCounts);

/** These resources alone, served like the whole surface (app.ts) serves them. */
export const studio = openSurface();
studio.route("/api", studioResources);
closeSurface(studio);

const NAMES = new Set(studioResources.routes.map(({ path }) => path.split("/")[1]));

/** Whether a path is one of theirs, in plain letters as our pages write it; any other form is for the whole surface. */
export const isOfStudio = (path: string): boolean => {
  const [, name] = /^\/api\/([\w-]+)(?:\/[\w-]+)*$/.exec(path) ?? [];
  return NAMES.has(name);
};
