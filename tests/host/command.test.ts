/** The commands where they cannot do their work: in a sentence for whoever runs them, without a stack. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { deployedEnvironment } from "../support/deployed-environment.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What a command says with these variables and no other ones. */
async function refusal(words: string[], environment: Record<string, string | undefined> = {}) {
  const env = { PATH: process.env.PATH, ...environment };
  const command = promisify(execFile)(process.execPath, ["functions/command.ts", ...words], { env });
  const { code, stdout, stderr } = await command.catch((error) => error);
  return { code, stdout, said: String(stderr) };
}

test.each([["staff", "list"], ["send-letter", "whats_new"], ["replay"], ["redrive"], ["serve"]])(
  "%s without the environment of a service names what is missing, and where it is",
  async (...words) => {
    const { code, stdout, said } = await refusal(words);
    expect([code, stdout]).toEqual([1, ""]);
    expect(said).toMatch(/^Configuration refused\.\n {2}missing: .*\bDATABASE_URL\b.*\n.+npm start.+\n$/);
    expect(said).toContain("/etc/pix2clip.env");
  },
);

test.each([
  [
    "migrate",
    [],
    /^A migration needs OWNER_DATABASE_URL and DATABASE_APP_PASSWORD, which a server has in .+\n$/,
  ],
  ["verify-certificate", [], /^Usage: verify-certificate certificate.json \[key\]\n$/],
  ["verify-certificate", ["gone.json"], /^There is no file gone\.json\.\n$/],
  ["verify-certificate", ["package.json"], /^This is no certificate of erasure\.\n$/],
  ["toString", [], /^Say one of: migrate, .+\n$/],
] as [string, string[], RegExp][])("%s %j says why it did nothing", async (name, words, sentence) => {
  const { code, stdout, said } = await refusal([name, ...words]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(said).toMatch(sentence);
});

test("beside a stack that has ended a command asks whether it runs", async () => {
  const { code, said } = await refusal(["staff", "list"], deployedEnvironment);
  expect([code, said]).toEqual([1, "connect ECONNREFUSED 127.0.0.1:1: does it run?\n"]);
});
