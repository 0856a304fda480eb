/**
 * The stand-in for MiniMax as one Hono app: the routes of the API, the download host, and what tests may ask of it
 * under /sandbox. Refusals become a `base_resp` under HTTP 200 in v1, an HTTP status in v2.
 */
import { randomUUID } from "node:crypto";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { namesThisMachine } from "../../host/ports.ts";
import { checkKey, Interruption, openGate } from "./admission.ts";
import type { Call, Env, Sandbox } from "./context.ts";
import { mountControl } from "./control.ts";
import { mountDelivery } from "./delivery.ts";
import { baseResp, Refusal, v2Error } from "./error.ts";
import { mountFiles } from "./v1-files.ts";
import { mountImage } from "./v1-image.ts";
import { mountMusic } from "./v1-music.ts";
import { mountSpeech } from "./v1-speech.ts";
import { mountSpeechAsync } from "./v1-speech-async.ts";
import { mountVideoV1 } from "./v1-video.ts";
import { mountVoice } from "./v1-voice.ts";
import { mountVideoV2 } from "./v2-video.ts";

/** Builds the app over an open sandbox. It must be served by @hono/node-server: it hangs up on sockets. */
export function createApp(sandbox: Sandbox): Hono<Env> {
  const app = new Hono<Env>();
  app.use((c, next) =>
    namesThisMachine(c.req.header("host")) ? next() : Promise.resolve(c.text("421 misdirected request", 421)),
  );
  app.use(async (c, next) => {
    c.set("trace", randomUUID().replaceAll("-", ""));
    await next();
    // Nothing can be added to an answer of which the head is on its way.
    if (c.env.outgoing.headersSent || c.env.outgoing.destroyed) return;
    c.header("trace-id", c.get("trace"));
    c.header("x-sandbox", "minimax");
  });
  mountControl(app, sandbox);
  app.use(openGate(sandbox));
  mountDelivery(app, sandbox);
  app.use("/v1/*", checkKey(sandbox));
  app.use("/v2/*", checkKey(sandbox));
  mountImage(app, sandbox);
  mountVideoV1(app, sandbox);
  mountVideoV2(app, sandbox);
  mountSpeech(app, sandbox);
  mountSpeechAsync(app, sandbox);
  mountMusic(app, sandbox);
  mountFiles(app, sandbox);
  mountVoice(app, sandbox);
  app.notFound((c) => c.text("404 page not found", 404));
  app.onError((error, c) => answer(error, c));
  return app;
}

function answer(error: Error, c: Call): Response {
  if (error instanceof Interruption) {
    if (error.manner === "html") return c.html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
    c.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  if (error instanceof HTTPException) return c.text(error.message, error.status);
  const refusal = error instanceof Refusal ? error : new Refusal(1000);
  if (!c.req.path.startsWith("/v2/")) return c.json({ base_resp: baseResp(refusal) });
  const { status, body } = v2Error(refusal, c.get("trace"));
  return c.json(body, status);
}
