import { describe, expect, test } from "vitest";
import { mayProcess } from "../../../core/account/processing.ts";
import { newId } from "../../../core/base/id.ts";
import { person } from "../../support/person.ts";

const OPTIONAL = ["marketing", "analytics", "personalization", "generation"] as const;

describe("what is optional", () => {
  test.each(OPTIONAL)("%s goes on for an account as usual, and stops in every other state", async (what) => {
    const states = [{}, { restricted: true }, { closing: true }, { restricted: true, closing: true }];
    const people = await Promise.all(states.map((state) => person(state)));
    const answers = await Promise.all(people.map(({ accountId }) => mayProcess(accountId, what)));
    expect(answers).toEqual([true, false, false, false]);
    expect(await mayProcess(newId<"account">(), what)).toBe(false);
  });

  test("security, orders and the law's duties go on in every state", async () => {
    const { accountId } = await person({ restricted: true, closing: true });
    for (const what of ["security", "orders", "legal"] as const)
      expect(await mayProcess(accountId, what)).toBe(true);
  });
});
