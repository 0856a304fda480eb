import { Hono } from "hono";
import { proveSession } from "../../core/session/proof.ts";
import { Proof, ProofView, SessionState, SignIn } from "../../core/session/session.schema.ts";
import { signOut } from "../../core/session/session.ts";
import { readSessionState } from "../../core/session/session-state.ts";
import { signIn } from "../../core/session/sign-in.ts";
import { clearSessionCookie, ensureCsrfCookie, setSessionCookie } from "./cookies.ts";
import { body, doc } from "./route.ts";

export const session = new Hono()
  .post(
    "/",
    doc({
      id: "session.signIn",
      summary: "Sign in",
      access: "public",
      answers: SessionState,
      sample: { email: "ana@example.org", password: "seven sleepy herons" },
    }),
    body(SignIn),
    async (c) => {
      const { token, state } = await signIn(c.req.valid("json"));
      setSessionCookie(c, token);
      return c.json(state);
    },
  )
  .get(
    "/",
    doc({
      id: "session.read",
      summary: "Who is signed in, and what this deployment has to say of itself",
      access: "public",
      answers: SessionState,
    }),
    async (c) => {
      ensureCsrfCookie(c);
      return c.json(await readSessionState({}));
    },
  )
  .post(
    "/proof",
    doc({
      id: "session.prove",
      summary: "Give the password again: what asks for it is then open for ten minutes",
      answers: ProofView,
      sample: { password: "seven sleepy herons" },
    }),
    body(Proof),
    async (c) => c.json(await proveSession(c.req.valid("json"))),
  )
  .delete("/", doc({ id: "session.signOut", summary: "Sign out", answers: null }), async (c) => {
    await signOut({});
    clearSessionCookie(c);
    return c.body(null, 204);
  });
