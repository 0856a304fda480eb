/** What goes in and out of accounts. Used by the API, its documentation and the forms of the pages. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";
import { Locale } from "../base/locale.ts";

/** CNIL recommendation 2022-100 with throttling; the upper bound keeps hashing cheap. */
export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 200;

const Name = v.pipe(v.string(), v.trim(), v.minLength(1, "required"), v.maxLength(100));
/** An empty field is asked for, and not told that it is no address. */
export const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(254),
  v.rfcEmail(({ input }) => (input === "" ? "no_email" : "not_email")),
);
/** A password that is being chosen; the list of common ones is checked on the server. */
export const NewPassword = v.pipe(
  v.string(),
  v.minLength(PASSWORD_MIN_LENGTH),
  v.maxLength(PASSWORD_MAX_LENGTH),
);
/** A password that is being given. */
export const Password = v.pipe(v.string(), v.minLength(1, "required"), v.maxLength(1000));
/** A single-use token from a mail. */
export const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, "malformed"));

export const SignUp = v.strictObject({
  firstName: Name,
  lastName: Name,
  email: Email,
  password: NewPassword,
  locale: Locale,
});
export const ProfileChange = v.strictObject({
  firstName: v.optional(Name),
  lastName: v.optional(Name),
  locale: v.optional(Locale),
});
export const TokenOnly = v.strictObject({ token: Token });
export const EmailOnly = v.strictObject({ email: Email });
export const EmailChange = v.strictObject({ newEmail: Email, password: Password });
export const PasswordChange = v.strictObject({ currentPassword: Password, newPassword: NewPassword });
export const PasswordReset = v.strictObject({ token: Token, newPassword: NewPassword });

export const AccountView = v.object({
  id: idSchema<"account">(),
  email: v.string(),
  firstName: v.string(),
  lastName: v.string(),
  locale: Locale,
  state: v.picklist(["unverified", "active", "closing", "erasing"]),
  restricted: v.boolean(),
  /** While it is being closed: the instant of its erasure. */
  closesAt: v.nullable(v.string()),
  createdAt: v.string(),
  /** An address that waits to be confirmed. */
  pendingEmail: v.nullable(v.string()),
});
export type AccountView = v.InferOutput<typeof AccountView>;
