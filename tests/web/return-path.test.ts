import { describe, expect, test } from "vitest";
import { returnPath, signInPath } from "../../web/src/return-path.ts";

describe("after signing in", () => {
  test.each([
    ["/library?kind=clip", "/library?kind=clip"],
    ["/library/0198c000-0000-7000-8000-000000000001", "/library/0198c000-0000-7000-8000-000000000001"],
    ["/settings", "/settings"],
  ])("%s is gone back to", (next, path) => {
    expect(returnPath(next)).toBe(path);
  });

  test.each([
    undefined,
    "",
    "library",
    "https://elsewhere.example/",
    "//elsewhere.example/x",
    "/.//elsewhere.example",
    "/a/..//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/sign-in?next=/library",
    "/sign-up",
  ])("%j leads to the studio and never elsewhere", (next) => {
    expect(returnPath(next)).toBe("/studio");
  });

  test("the way to sign in leads back to where it began", () => {
    const here = "/library?kind=clip&state=ready";
    const { searchParams } = new URL(signInPath(here), "https://pages.invalid");
    expect(returnPath(searchParams.get("next") ?? undefined)).toBe(here);
  });
});
