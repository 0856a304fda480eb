/** The commands where they cannot do their work: in a sentence for whoever runs them, without a stack. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { refuseOlder } from "../../functions/migrate.ts";
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
  ["verify-certificate", ["tests"], /^There is no file tests\.\n$/],
  ["verify-certificate", ["package.json"], /^This is no certificate of erasure\.\n$/],
  ["toString", [], /^Say one of: migrate, .+\n$/],
] as [string, string[], RegExp][])("%s %j says why it did nothing", async (name, words, sentence) => {
  const { code, stdout, said } = await refusal([name, ...words]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(said).toMatch(sentence);
});

test.each([
  ["db.example.com/pix2clip?sslmode=require", "names a host outside the list of European hosts"],
  ["id.rdb.fr-par.scw.cloud/pix2clip", "must ask for encryption (sslmode=require or verify-full)"],
  ["#127.0.0.1/pix2clip", "is not a URL"],
])("a migration is not begun at %s", async (place, why) => {
  const owner = { OWNER_DATABASE_URL: `postgres://owner:secret@${place}`, DATABASE_APP_PASSWORD: "secret" };
  const said = `OWNER_DATABASE_URL ${why}.\n`;
  expect(await refusal(["migrate"], owner)).toEqual({ code: 1, stdout: "", said });
});

test("a Postgres that is too old to be migrated is refused before anything is changed", () => {
  expect(() => refuseOlder("15.18 (Debian 15.18-0+deb12u1)")).toThrow("This is Postgres 15.18 (Debian");
  for (const version of ["16.14", "18.4", "19beta1"]) expect(() => refuseOlder(version)).not.toThrow();
});

test("beside a stack that has ended a command asks whether it runs", async () => {
  const { code, said } = await refusal(["staff", "list"], deployedEnvironment);
  expect([code, said]).toEqual([1, "connect ECONNREFUSED 127.0.0.1:1: does it run?\n"]);
});
