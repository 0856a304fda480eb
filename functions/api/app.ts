/** The whole HTTP surface: all resources, the legal pages and the description of itself. */
import { Hono } from "hono";
import { UNSUBSCRIBE_PATH } from "../../core/consent/unsubscribe.ts";
import { account } from "./account.ts";
import { closing } from "./closing.ts";
import { consents } from "./consents.ts";
import { directives } from "./directives.ts";
import { docs } from "./docs.ts";
import { erasureCertificates } from "./erasure-certificates.ts";
import { exports } from "./exports.ts";
import { health } from "./health.ts";
import { interlock } from "./interlock.ts";
import { legalPages } from "./legal-pages.ts";
import { openapi } from "./openapi.ts";
import { passwordReset } from "./password-reset.ts";
import { policy } from "./policy.ts";
import { privacy } from "./privacy.ts";
import { restriction } from "./restriction.ts";
import { sessions } from "./sessions.ts";
import { staff } from "./staff.ts";
import { studioResources } from "./studio.ts";
import { closeSurface, openSurface } from "./surface.ts";
import { unsubscribe } from "./unsubscribe.ts";

const resources = new Hono()
  .route("/", studioResources)
  .route("/account", account)
  .route("/password-reset", passwordReset)
  .route("/sessions", sessions)
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

export const app = openSurface();
app.route("/", health);
app.route("/", legalPages);
app.use(UNSUBSCRIBE_PATH, interlock);
app.route(UNSUBSCRIBE_PATH, unsubscribe);
app.route("/api", resources);
app.route("/api", openapi(app));
app.route("/api", docs(app));
closeSurface(app);
