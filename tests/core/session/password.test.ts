import { argon2id } from "hash-wasm";
import { describe, expect, test } from "vitest";
import { transaction } from "../../../core/base/database.ts";
import { answer } from "../../../core/session/argon2.ts";
import { DUMMY_HASH, PARAMETERS } from "../../../core/session/argon2-parameters.ts";
import data from "../../../core/session/common-passwords.json" with { type: "json" };
import { isCommonPassword } from "../../../core/session/common-passwords.ts";
import { hashPassword, needsRehash, verifyPassword } from "../../../core/session/password.ts";
import { refuseWeakPassword } from "../../../core/session/password-rules.ts";
import { makeData, readList } from "../../support/common-passwords.ts";

const ANA = { firstName: "Anne-Lise", lastName: "Lefèvre", email: "annelise.lefevre@exemple.fr" };

describe("hashes", () => {
  test("are PHC strings of Argon2id with at least 19 MiB, two passes and one lane, each with its own salt", async () => {
    const hashes = await Promise.all([1, 2].map(() => hashPassword("seven sleepy herons")));
    for (const hash of hashes)
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect([PARAMETERS.memoryKib >= 19_456, PARAMETERS.passes >= 2, PARAMETERS.lanes >= 1]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("fit their password alone, whatever its length and however its accents are typed", async () => {
    const long = `${"é".repeat(150)} end`;
    const hash = await hashPassword(long);
    expect(await verifyPassword(long.normalize("NFD"), hash)).toBe(true);
    expect(await verifyPassword(long.slice(0, -1), hash)).toBe(false);
  });

  test("where there is no account the same question is asked, and the answer is no", async () => {
    expect(DUMMY_HASH).toContain("m=19456,t=2,p=1");
    expect(await verifyPassword("anything at all", undefined)).toBe(false);
    expect(await verifyPassword("anything at all", "none")).toBe(false);
    expect(await answer({ kind: "verify", password: "x", passwordHash: DUMMY_HASH })).toBe(false);
  });

  test("of weaker parameters still fit, and ask to be made anew", async () => {
    const weak = await argon2id({
      password: "seven sleepy herons",
      salt: Buffer.alloc(16, 1),
      memorySize: 8192,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
      outputType: "encoded",
    });
    expect(await verifyPassword("seven sleepy herons", weak)).toBe(true);
    expect(needsRehash(weak)).toBe(true);
    expect(needsRehash(await hashPassword("seven sleepy herons"))).toBe(false);
  });

  test("30 at the same time stay off the event loop, and within the memory of the threads", async () => {
    const before = process.memoryUsage().rss;
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await Promise.all(Array.from({ length: 30 }, () => hashPassword("seven sleepy herons")));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test("are never made while a transaction holds a connection", async () => {
    await expect(transaction(() => hashPassword("seven sleepy herons"))).rejects.toThrow(
      "inside a transaction",
    );
  });
});

describe("common passwords", () => {
  test("what is shipped is made from the list, and misses none that could be chosen", () => {
    expect(makeData()).toEqual(data);
    const long = readList().filter((text) => text.length >= 12);
    expect(long.length).toBeGreaterThan(40_000);
    expect(long.filter((text) => !isCommonPassword(text))).toEqual([]);
  });

  test("one in 10,000 others at most is taken for a common one", () => {
    let taken = 0;
    for (let i = 0; i < 200_000; i++) if (isCommonPassword(`${i.toString(36)}-unlisted-${i * 7919}`)) taken++;
    expect(taken).toBeLessThanOrEqual(20);
  });

  test.each(["Password2026!", "P@ssw0rd12345", "!!!football!!!", "MICHAEL123456"])(
    "a little around a common word (%s) does not make another of it",
    (password) => expect(isCommonPassword(password)).toBe(true),
  );
});

describe("passwords that can be guessed", () => {
  const refusal = async (password: string) => {
    try {
      await refuseWeakPassword(password, ANA, "password");
      return "accepted";
    } catch (error) {
      return (error as { details: { fields: { rule: string }[] } }).details.fields[0]?.rule;
    }
  };
  test.each(["AnneLise-1987", "lefevre.anne.26", "annelise.lefevre", "pix2clip-pix2clip", "lefèvre!lefèvre"])(
    "from the person or the service: %s",
    async (password) => expect(await refusal(password)).toBe("guessable_password"),
  );
  test.each(["aaaaaaaaaaaa", "xyzxyzxyzxyz", "mnbvcxz-mnbvcxz-", "98765432109876"])(
    "from a simple pattern: %s",
    async (password) => expect(await refusal(password)).not.toBe("accepted"),
  );
  test.each([
    "seven sleepy herons",
    "chevaux verts 7 lunes",
    "Xk2#vQ9!mLp4",
    "annelise aime les mangues mûres",
  ])("others are accepted: %s", async (password) => expect(await refusal(password)).toBe("accepted"));
});
