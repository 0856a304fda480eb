import { Hono } from "hono";
import { EmailOnly, PasswordReset } from "../../core/account/account.schema.ts";
import { requestReset, resetPassword } from "../../core/account/change-password.ts";
import { ACCEPTED, Accepted } from "./account.ts";
import { body, doc } from "./route.ts";

export const passwordReset = new Hono()
  .post(
    "/",
    doc({
      id: "passwordReset.request",
      summary: "Ask for a link to choose a new password",
      access: "public",
      status: 202,
      answers: Accepted,
      sample: { email: "ana@example.org" },
    }),
    body(EmailOnly),
    async (c) => {
      await requestReset(c.req.valid("json"));
      return c.json(ACCEPTED, 202);
    },
  )
  .post(
    "/confirm",
    doc({
      id: "passwordReset.confirm",
      summary: "Choose a new password by the link from the mail; every session ends",
      access: "public",
      answers: null,
      sample: { token: "A".repeat(43), newPassword: "eight wakeful otters" },
    }),
    body(PasswordReset),
    async (c) => {
      await resetPassword(c.req.valid("json"));
      return c.body(null, 204);
    },
  );
