/**
 * One route: its documentation, who may call it, and what it accepts, said once and beside the handler. A route is for
 * signed-in accounts unless it says otherwise. Generated tests walk all routes by what is said here.
 */
import type { Context, MiddlewareHandler } from "hono";
import { describeRoute, resolver, validator } from "hono-openapi";
import * as v from "valibot";
import { currentActor } from "../../core/base/actor.ts";
import { AppError, invalidInput } from "../../core/base/error.ts";
import { Problem } from "./problem.ts";

export type RouteDoc = {
  /** Operation id, for example `sessions.revoke`. */
  id: string;
  summary: string;
  access?: "account" | "public";
  /** The answer's schema; null for an answer without a body; "file" for a redirect to one. */
  answers: v.GenericSchema | null | "redirect";
  status?: 200 | 201 | 202 | 204;
  /** A valid body. Tests send it signed out, as a stranger, restricted, and bent out of shape. */
  sample?: unknown;
  /** The noun behind each path parameter, so that tests can fill in the id of somebody else's. */
  params?: Record<string, string>;
};

const docs = new WeakMap<object, RouteDoc>();

/** What a route said of itself, found by one of its middlewares. */
export const routeDocOf = (handler: object): RouteDoc | undefined => docs.get(handler);

const asJson = (schema: v.GenericSchema) => ({ "application/json": { schema: resolver(schema) } });

/** Documents a route and lets in only who may call it. */
export function doc(route: RouteDoc): MiddlewareHandler {
  const status = route.answers === "redirect" ? 302 : (route.status ?? (route.answers === null ? 204 : 200));
  const problem = {
    description: "A problem",
    content: { "application/problem+json": { schema: resolver(Problem) } },
  };
  const description = describeRoute({
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split(".")[0] ?? ""],
    ...(route.access === "public" ? { security: [] } : {}),
    responses: {
      [status]: {
        description: route.summary,
        ...(route.answers !== null && route.answers !== "redirect" ? { content: asJson(route.answers) } : {}),
      },
      default: problem,
    },
  });
  const middleware: MiddlewareHandler = (_, next) => {
    if (route.access !== "public" && currentActor().type !== "account") throw new AppError("unauthenticated");
    return next();
  };
  docs.set(middleware, route);
  // hono-openapi finds its description by a property of the middleware.
  return Object.assign(middleware, description);
}

/** Accepts a JSON body of this shape. Throws `unsupported_content_type`, `malformed_json` or `invalid_input`. */
export const body = <S extends v.GenericSchema>(schema: S) =>
  validator("json", schema, (result) => {
    if (!result.success) throw invalidInput(result.error as readonly v.BaseIssue<unknown>[]);
  });

/** Accepts query parameters of this shape. Throws `invalid_input`. */
export const queryParameters = <S extends v.GenericSchema>(schema: S) =>
  validator("query", schema, (result) => {
    if (!result.success) throw invalidInput(result.error as readonly v.BaseIssue<unknown>[]);
  });

/** The caller's Idempotency-Key, or undefined. Throws `invalid_input` for one that is not 8 to 100 plain characters. */
export function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header("idempotency-key");
  if (key !== undefined && !/^[\w.:-]{8,100}$/.test(key))
    throw new AppError("invalid_input", { fields: [{ path: "Idempotency-Key", rule: "malformed" }] });
  return key;
}

/** The id in the path. Throws `not_found` for what cannot be an id, like for one that nobody has. */
export function pathId(c: Context): string {
  const id = c.req.param("id") ?? "";
  if (!v.is(v.pipe(v.string(), v.uuid()), id)) throw new AppError("not_found");
  return id;
}

/** Refuses a body that is not JSON before anything reads it. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header("content-type");
  const empty = c.req.header("content-length") === "0" || (type === undefined && !c.req.raw.body);
  if (["POST", "PUT", "PATCH"].includes(c.req.method) && !empty) {
    if (!type || !/^application\/json\s*(;|$)/i.test(type)) throw new AppError("unsupported_content_type");
  }
  await next();
};
