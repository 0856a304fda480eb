import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const common = { testTimeout: 30_000, hookTimeout: 60_000 };
/** Tests of parts that need no database, queue or storage of ours. */
const PLAIN = [
  "tests/rules/**",
  "tests/host/**",
  "tests/infra/**",
  "tests/pages/**",
  "tests/preview/**",
  "tests/sandbox/**",
  "tests/core/media/**",
  "tests/web/**",
].map((folder) => `${folder}/*.test.ts`);
/** Years in the life of the service: one long test, and the first to begin of those beside which no short ones run. */
const TIME = "tests/time/**/*.test.ts";
/** Journeys in a real browser on the real local stack, once the many short tests have left the machine to them. */
const BROWSER = "tests/browser/**/*.test.ts";
/** Workers that are killed: alone, since moments are what it is about. */
const CRASH = "tests/crash/**/*.test.ts";

/** Projects of one group run in the order of their names: here the longest begins, so that no core waits for it in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ project }: TestSpecification) => Number(project.name === "time");
    return (await super.sort(files)).toSorted((a, b) => isLong(b) - isLong(a));
  }
}

/** A real Postgres, S3, SQS and the sandbox of the model provider. */
const service = {
  ...common,
  globalSetup: ["tests/support/global-setup.ts"],
  setupFiles: ["tests/support/setup.ts"],
};

export default defineConfig({
  test: {
    // Most tests wait for something most of the time: one worker for each core, not one fewer.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: "plain", include: PLAIN } },
      {
        test: {
          ...service,
          name: "service",
          include: ["tests/**/*.test.ts"],
          exclude: [...PLAIN, BROWSER, CRASH, TIME],
        },
      },
      {
        test: {
          ...service,
          name: "time",
          include: [TIME],
          setupFiles: [...service.setupFiles, "tests/time/setup.ts"],
          sequence: { setupFiles: "list", groupOrder: 1 },
          testTimeout: 3_600_000,
        },
      },
      { test: { ...service, name: "crash", include: [CRASH], sequence: { groupOrder: 2 } } },
      {
        test: {
          name: "browser",
          include: [BROWSER],
          globalSetup: ["tests/browser/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
