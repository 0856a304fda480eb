import { Hono } from "hono";
import * as v from "valibot";
import {
  AccountView,
  EmailChange,
  PasswordChange,
  ProfileChange,
  SignUp,
  TokenOnly,
} from "../../core/account/account.schema.ts";
import { changeProfile, readAccount } from "../../core/account/account.ts";
import { confirmEmailChange, requestEmailChange, undoEmailChange } from "../../core/account/change-email.ts";
import { changePassword } from "../../core/account/change-password.ts";
import { signUp, verifyAccount } from "../../core/account/sign-up.ts";
import { setSessionCookie } from "./cookies.ts";
import { body, doc } from "./route.ts";

/** The answer that says nothing of who has an account: what was asked for has been taken in. */
export const Accepted = v.object({ status: v.literal("accepted") });
export const ACCEPTED = { status: "accepted" } as const;
const Address = v.object({ email: v.string() });
const TOKEN = { token: "A".repeat(43) };
const PERSON = {
  firstName: "Ana",
  lastName: "Durand",
  email: "ana@example.org",
  password: "seven sleepy herons",
  locale: "fr",
};

const own = new Hono()
  .post(
    "/",
    doc({
      id: "account.signUp",
      summary: "Open an account; the link that confirms the address arrives by mail",
      access: "public",
      status: 202,
      answers: Accepted,
      sample: PERSON,
    }),
    body(SignUp),
    async (c) => {
      await signUp(c.req.valid("json"));
      return c.json(ACCEPTED, 202);
    },
  )
  .get("/", doc({ id: "account.read", summary: "Your account", answers: AccountView }), async (c) =>
    c.json(await readAccount({})),
  )
  .patch(
    "/",
    doc({
      id: "account.change",
      summary: "Change your names or your language",
      answers: AccountView,
      sample: { firstName: "Ana", lastName: "Durand", locale: "fr" },
    }),
    body(ProfileChange),
    async (c) => c.json(await changeProfile(c.req.valid("json"))),
  )
  .post(
    "/verify",
    doc({
      id: "account.verify",
      summary: "Confirm the address by the link from the mail",
      access: "public",
      answers: Address,
      sample: TOKEN,
    }),
    body(TokenOnly),
    async (c) => c.json(await verifyAccount(c.req.valid("json"))),
  )
  .post(
    "/password",
    doc({
      id: "account.changePassword",
      summary: "Change the password; every other session ends",
      answers: null,
      sample: { currentPassword: "seven sleepy herons", newPassword: "eight wakeful otters" },
    }),
    body(PasswordChange),
    async (c) => {
      const { token } = await changePassword(c.req.valid("json"));
      setSessionCookie(c, token);
      return c.body(null, 204);
    },
  );

const email = new Hono()
  .post(
    "/",
    doc({
      id: "account.changeEmail",
      summary: "Ask for another address; it takes effect once confirmed from there",
      status: 202,
      answers: Accepted,
      sample: { newEmail: "ana@example.com", password: "seven sleepy herons" },
    }),
    body(EmailChange),
    async (c) => {
      await requestEmailChange(c.req.valid("json"));
      return c.json(ACCEPTED, 202);
    },
  )
  .post(
    "/confirm",
    doc({
      id: "account.confirmEmail",
      summary: "Confirm the new address by the link from the mail",
      access: "public",
      answers: Address,
      sample: TOKEN,
    }),
    body(TokenOnly),
    async (c) => c.json(await confirmEmailChange(c.req.valid("json"))),
  )
  .post(
    "/undo",
    doc({
      id: "account.undoEmail",
      summary: "Take a change of address back, by the link sent to the old one; every session ends",
      access: "public",
      answers: Address,
      sample: TOKEN,
    }),
    body(TokenOnly),
    async (c) => c.json(await undoEmailChange(c.req.valid("json"))),
  );

export const account = own.route("/email", email);
