import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";

const given = { ...process.env };
const REAL = {
  PUBLIC_URL: "https://pix2clip.example",
  MINIMAX_BASE_URL: "https://api.minimax.io",
  MINIMAX_DOWNLOAD_HOSTS: undefined,
};
const RECORD = {
  agreement: { reference: "DPA-1", signedOn: "2026-01-15", contact: "privacy@example.org" },
  clauses: { signedOn: "2026-01-15" },
  assessment: { id: "TIA-1", assessedOn: "2026-06-01", reviewBy: "2027-06-01" },
};

/** The registry as a process with this environment would load it. */
async function registry(stage: string, minimax: unknown, change: Record<string, string | undefined> = REAL) {
  vi.resetModules();
  const environment = { ...given, ...change, STAGE: stage, PROCESSOR_RECORDS: JSON.stringify({ minimax }) };
  for (const [name, value] of Object.entries(environment))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  const { setClock } = await import("../../../core/base/clock.ts");
  setClock(() => new Date("2026-11-24T12:00:00Z"));
  return import("../../../core/base/processor.ts");
}

beforeEach(() => Object.assign(process.env, given));
afterAll(() => vi.resetModules());

describe("a deployment that serves others sends nothing to China", () => {
  test.each([
    ["without any record", {}, "no_agreement"],
    ["without the standard clauses", { agreement: RECORD.agreement }, "no_clauses"],
    ["without an assessment", { agreement: RECORD.agreement, clauses: RECORD.clauses }, "no_assessment"],
    [
      "after the review date",
      { ...RECORD, assessment: { id: "TIA-0", assessedOn: "2025-11-01", reviewBy: "2026-11-01" } },
      "review_overdue",
    ],
  ])("%s", async (_, record, reason) => {
    const { suspensionOf } = await registry("production", record);
    expect(suspensionOf("minimax")).toBe(reason);
  });
});

test("with everything signed and assessed it may, and the processors of the Union always do", async () => {
  const { suspensionOf } = await registry("production", RECORD);
  expect(["minimax", "hetzner", "scaleway", "aws"].map((id) => suspensionOf(id as "minimax"))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("a local stack with the operator's own key needs no record, but keeps to the dates of one", async () => {
  expect((await registry("local", {})).suspensionOf("minimax")).toBeNull();
  const overdue = { assessment: { id: "TIA-0", assessedOn: "2025-11-01", reviewBy: "2026-11-01" } };
  expect((await registry("local", overdue)).suspensionOf("minimax")).toBe("review_overdue");
});

test("only where the provider itself is called is it named as the one that received something", async () => {
  expect((await registry("production", RECORD)).processorName("minimax", "en")).toBe("MiniMax");
  const standIn = { ...REAL, MINIMAX_BASE_URL: "https://abc123.lambda-url.eu-west-3.on.aws/" };
  const preview = await registry("pr-7", {}, standIn);
  expect(preview.processorName("minimax", "en")).toContain("stand-in");
  expect(preview.processorName("scaleway", "en")).toBe("Scaleway SAS");
});

test("a preview needs no record, for it has a stand-in and cannot be given the provider", async () => {
  await expect(registry("pr-7", RECORD)).rejects.toThrow("a preview uses the sandbox");
  const standIn = { ...REAL, MINIMAX_BASE_URL: "https://abc123.lambda-url.eu-west-3.on.aws/" };
  expect((await registry("pr-7", {}, standIn)).suspensionOf("minimax")).toBeNull();
});
