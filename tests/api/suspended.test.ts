/** A suspended account (no page suspends one: it is done by hand in the database). */
import { expect, test } from "vitest";
import { owner } from "../support/owner.ts";
import { PASSWORD, registered, visitor } from "../support/visitor.ts";

test("a suspended account lets its owner in, to every right; anything else is refused, in words", async () => {
  const email = await registered();
  const ana = visitor({}, "fr");
  await ana.signIn(email);
  await owner`update account set suspended_at = now() where email = ${email}`;
  const upload = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 1000 };
  const refused = (await (await ana.post("/media", upload)).json()) as { code: string; detail: string };
  expect(refused).toMatchObject({ code: "account_suspended", detail: expect.stringContaining("suspendu") });
  const again = visitor();
  expect((await again.signIn(email)).status).toBe(200);
  expect((await again.post("/privacy/exports")).status).toBe(202);
  expect((await again.post("/session/proof", { password: PASSWORD })).status).toBe(200);
  const closing = { waiveGrace: true, confirmation: email, creditsGivenUp: 1000 };
  expect((await again.put("/privacy/closing", closing)).status).toBe(200);
});
