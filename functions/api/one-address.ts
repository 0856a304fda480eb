/** "/policy/" is "/policy": one address for each page, also where a host's pages would answer every other one. */
import type { MiddlewareHandler } from "hono";

/** Leads from a page's address with a slash at its end to the one without. The path alone: the name in front is not ours to know. */
export const oneAddress: MiddlewareHandler = async (c, next) => {
  const { method, path } = c.req;
  const isPage = (method === "GET" || method === "HEAD") && !path.startsWith("/api/");
  if (!isPage || path === "/" || !path.endsWith("/")) return next();
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/${pathname.replace(/^\/+|\/+$/g, "")}${search}`, 301);
};
