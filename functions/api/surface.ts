/** What every request for a resource goes through, in this order. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { config } from "../../core/base/config.ts";
import { AppError } from "../../core/base/error.ts";
import { compressed } from "./coding.ts";
import { interlock } from "./interlock.ts";
import { oneAddress } from "./one-address.ts";
import { answerProblem } from "./problem.ts";
import { openRequest, recognise } from "./request.ts";
import { requireJson } from "./route.ts";
import { securityHeaders } from "./security-headers.ts";

/** Files go to storage directly, so no request of ours is large. */
const MAX_BODY_BYTES = 64 * 1024;

/** An app that lets a request through to the resources under /api, which are still to be added. */
export function openSurface(): Hono {
  const app = new Hono();
  app.onError(answerProblem);
  app.use(securityHeaders(config.STORAGE_ENDPOINT));
  app.use(compressed);
  app.use(oneAddress);
  app.use("/api/*", interlock);
  app.use("/api/*", openRequest);
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new AppError("body_too_large");
      },
    }),
  );
  app.use("/api/*", requireJson);
  app.use("/api/*", recognise);
  return app;
}

/** Ends the list of resources: whatever else is asked for under /api is nothing. */
export function closeSurface(app: Hono): void {
  app.all("/api/*", () => {
    throw new AppError("not_found");
  });
}
