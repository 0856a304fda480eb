import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, hookTimeout: 60_000 };
/** Tests of parts that need no database, queue or storage of ours. */
const PLAIN = [
  "tests/rules/**",
  "tests/host/**",
  "tests/sandbox/**",
  "tests/core/media/**",
  "tests/web/**",
].map((folder) => `${folder}/*.test.ts`);
/** Journeys in a real browser on the real local stack: one after the other, once the rest has left the machine to them. */
const BROWSER = "tests/browser/**/*.test.ts";

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: "plain", include: PLAIN } },
      {
        test: {
          ...common,
          name: "service",
          include: ["tests/**/*.test.ts"],
          exclude: [...PLAIN, BROWSER],
          globalSetup: ["tests/support/global-setup.ts"],
          setupFiles: ["tests/support/setup.ts"],
        },
      },
      {
        test: {
          name: "browser",
          include: [BROWSER],
          globalSetup: ["tests/browser/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
