/** The HTTP surface: what every request goes through, and the list of resources. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { config } from "../../core/base/config.ts";
import { AppError } from "../../core/base/error.ts";
import { UNSUBSCRIBE_PATH } from "../../core/consent/unsubscribe.ts";
import { account } from "./account.ts";
import { closing } from "./closing.ts";
import { consents } from "./consents.ts";
import { credits } from "./credits.ts";
import { directives } from "./directives.ts";
import { docs } from "./docs.ts";
import { erasureCertificates } from "./erasure-certificates.ts";
import { exports } from "./exports.ts";
import { generations, models, quotes } from "./generations.ts";
import { health } from "./health.ts";
import { interlock } from "./interlock.ts";
import { legalPages } from "./legal-pages.ts";
import { media } from "./media.ts";
import { oneAddress } from "./one-address.ts";
import { openapi } from "./openapi.ts";
import { pageCounts } from "./page-counts.ts";
import { passwordReset } from "./password-reset.ts";
import { policy } from "./policy.ts";
import { preferences } from "./preferences.ts";
import { privacy } from "./privacy.ts";
import { answerProblem } from "./problem.ts";
import { openRequest, recognise } from "./request.ts";
import { restriction } from "./restriction.ts";
import { requireJson } from "./route.ts";
import { securityHeaders } from "./security-headers.ts";
import { session } from "./session.ts";
import { sessions } from "./sessions.ts";
import { staff } from "./staff.ts";
import { unsubscribe } from "./unsubscribe.ts";

/** Files go to storage directly, so no request of ours is large. */
const MAX_BODY_BYTES = 64 * 1024;

const resources = new Hono()
  .route("/account", account)
  .route("/password-reset", passwordReset)
  .route("/session", session)
  .route("/sessions", sessions)
  .route("/credits", credits)
  .route("/media", media)
  .route("/models", models)
  .route("/quotes", quotes)
  .route("/generations", generations)
  .route("/preferences", preferences)
  .route("/page-counts", pageCounts)
  .route("/privacy/consents", consents)
  .route("/privacy/restriction", restriction)
  .route("/privacy/closing", closing)
  .route("/privacy/directive", directives)
  .route("/privacy/exports", exports)
  .route("/privacy", privacy)
  .route("/policy", policy)
  .route("/erasure-certificates", erasureCertificates)
  .route("/staff", staff);

/** For the typed client of the pages. */
export type Api = typeof resources;

export const app = new Hono();
app.onError(answerProblem);
app.use(securityHeaders(config.STORAGE_ENDPOINT));
app.use(oneAddress);
app.route("/", health);
app.route("/", legalPages);
app.use("/api/*", interlock);
app.use(UNSUBSCRIBE_PATH, interlock);
app.route(UNSUBSCRIBE_PATH, unsubscribe);
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
app.route("/api", resources);
app.route("/api", openapi(app));
app.route("/api", docs(app));
app.all("/api/*", () => {
  throw new AppError("not_found");
});
