/** Who tried to sign in to an account is data about that account: its person gets it, and nobody else's. */
import * as v from "valibot";
import { expect, test } from "vitest";
import { LOCALES } from "../../core/base/locale.ts";
import { SessionState } from "../../core/session/session.schema.ts";
import { browser } from "../support/person.ts";
import { registered, visitor } from "../support/visitor.ts";
import { exportOf, textOf } from "./archive.ts";

const STRANGER = { ip: "198.51.100.23", userAgent: "Stranger/1.0" };

test("an export holds each failed sign-in on the account with the address and agent that it came from, and says so in its index", async () => {
  for (const locale of LOCALES) {
    const email = await registered();
    const other = await registered();
    await browser(undefined, "en", STRANGER).post("/session", { email, password: "not this one at all" });
    await browser(undefined, "en", { ...STRANGER, ip: "198.51.100.99" }).post("/session", {
      email: other,
      password: "not this one at all",
    });
    const owner = visitor({}, locale);
    await owner.signIn(email);
    await owner.patch("/account", { locale });
    const { account } = v.parse(SessionState, await (await owner.get("/session")).json());
    if (!account) throw new Error("signed out");
    const archive = await exportOf({ ...owner, accountId: account.id });
    const log = JSON.parse(textOf(archive, "data/security_event.json")) as Record<string, unknown>[];
    expect(log.filter(({ kind }) => kind === "sign_in_failed")).toMatchObject([STRANGER]);
    expect(JSON.stringify(log)).not.toContain("198.51.100.99");
    expect(textOf(archive, "index.html")).toContain(
      locale === "fr"
        ? "tentatives échouées sur votre compte comprises"
        : "failed attempts on your account included",
    );
  }
});
