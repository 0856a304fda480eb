import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, hookTimeout: 60_000 };
/** Tests of parts that need no database, queue or storage of ours. */
const PLAIN = ["tests/rules/**", "tests/host/**", "tests/sandbox/**", "tests/core/media/**", "tests/web/**"].map(
  (folder) => `${folder}/*.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: "plain", include: PLAIN } },
      {
        test: {
          ...common,
          name: "service",
          include: ["tests/**/*.test.ts"],
          exclude: PLAIN,
          globalSetup: ["tests/support/global-setup.ts"],
          setupFiles: ["tests/support/setup.ts"],
        },
      },
    ],
  },
});
