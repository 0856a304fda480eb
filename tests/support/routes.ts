/** All routes of the API with what each says of itself, so that a new one is tested the day it exists. */
import { findTargetHandler } from "hono/utils/handler";
import { app } from "../../functions/api/app.ts";
import { type RouteDoc, routeDocOf } from "../../functions/api/route.ts";

export type Route = { method: string; path: string; doc: RouteDoc };

const places = new Map<string, { method: string; path: string; doc: RouteDoc | undefined }>();
for (const { method, path, handler } of app.routes) {
  if (method === "ALL") continue; // middleware, and the answer to every other address
  const place = places.get(`${method} ${path}`);
  const doc = place?.doc ?? routeDocOf(findTargetHandler(handler));
  places.set(`${method} ${path}`, { method, path, doc });
}

/** Routes that say nothing of themselves: there must be none. */
export const UNDOCUMENTED: string[] = [...places].filter(([, { doc }]) => !doc).map(([name]) => name);

/** Every documented route. */
export const ROUTES: Route[] = [...places.values()].flatMap(({ method, path, doc }) =>
  doc ? [{ method, path, doc }] : [],
);

/** The path of a route with its parameters filled in. */
export const fill = (path: string, values: Record<string, string>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? "");
