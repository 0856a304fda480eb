import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { ConfigError, parseConfig } from "../../../core/base/config.ts";

const good = { ...process.env };
const PRODUCTION = {
  STAGE: "production",
  PUBLIC_URL: "https://pix2clip.example",
  MINIMAX_BASE_URL: "https://api.minimax.io",
};
const refusal = (change: Record<string, string | undefined>) => {
  try {
    parseConfig({ ...good, ...change });
    return "accepted";
  } catch (error) {
    return error instanceof ConfigError ? error.message : "another error";
  }
};

test("a missing variable stops the start and is named", () => {
  expect(refusal({ SECRET_KEY: undefined })).toContain("missing: SECRET_KEY");
});

test("a server does not start without what one of its functions needs, which one in the cloud is not told", () => {
  const names = ["QUEUE_ENDPOINT", "QUEUE_ACCESS_KEY_ID", "QUEUE_SECRET_ACCESS_KEY", "SMTP_URL"];
  names.push("MINIMAX_API_KEY", "SIGNER_CERTIFICATES", "SIGNER_PRIVATE_KEY");
  const none = Object.fromEntries(names.map((name) => [name, undefined]));
  const message = refusal({ ...PRODUCTION, ...none, SECRET_KEY: undefined });
  for (const name of [...names, "SECRET_KEY"]) expect(message).toMatch(RegExp(`missing: .*\\b${name}\\b`));
  expect(refusal(PRODUCTION)).toBe("accepted");
  expect(refusal({ ...PRODUCTION, ...none, DEPLOYMENT: "aws" })).toBe("accepted");
  expect(refusal(none)).toBe("accepted");
});

test("the environment that comes with a server's unit has all that it needs, and is accepted once its gaps are filled", () => {
  const sample = parseEnv(readFileSync("functions/host/pix2clip.env", "utf8"));
  const fill = (name: string) => (name.startsWith("SIGNER") ? process.env[name] : "x".repeat(64));
  const filled = Object.entries(sample).map(([name, given = ""]) => [name, given.trim() || fill(name)]);
  expect(parseConfig(Object.fromEntries(filled))).toMatchObject({ STAGE: "production", DEPLOYMENT: "host" });
  expect(() => parseConfig(sample)).toThrow("SECRET_KEY");
  const { username, password } = new URL(sample.DATABASE_URL ?? "");
  expect([username, password]).toEqual(["app", sample.DATABASE_APP_PASSWORD]);
  const readers = ["core/base/config.ts", "functions/migrate.ts"].map((file) => readFileSync(file, "utf8"));
  expect(Object.keys(sample).filter((name) => !readers.join().includes(name))).toEqual([]);
});

test.each(["SIGNER_CERTIFICATES", "SIGNER_PRIVATE_KEY"])("%s that signs nothing stops the start", (name) => {
  for (const value of ["rubbish", good[name]?.slice(0, 90), `/etc/${name}.pem`])
    expect(refusal({ [name]: value })).toMatch(RegExp(`${name}: is no [A-Z ]+ in PEM`));
});

test("every wrong variable is named, and no value is shown", () => {
  const message = refusal({ SECRET_KEY: "hunter2", DATABASE_CONNECTIONS: "many" });
  expect(message).toContain("SECRET_KEY");
  expect(message).toContain("DATABASE_CONNECTIONS");
  expect(message).not.toContain("hunter2");
  expect(message).not.toContain("many");
});

test.each([
  ["STORAGE_ENDPOINT", "https://s3.us-east-1.amazonaws.com"],
  ["STORAGE_ENDPOINT", "https://s3.fr-par.scw.cloud.evil.example"],
  ["STORAGE_REGION", "us-east-1"],
  ["QUEUE_REGION", "eu-west-2"],
  ["QUEUE_URL_MAIL", "https://sqs.us-east-1.amazonaws.com/1/mail"],
  ["DATABASE_URL", "postgres://app@db.example.com/pix2clip"],
  ["SMTP_URL", "smtps://email-smtp.us-east-1.amazonaws.com"],
  ["STORAGE_ENDPOINT", "https://127.evil.example"],
  ["STORAGE_ENDPOINT", "http://s3.fr-par.scw.cloud"],
  ["STORAGE_ENDPOINT", "HTTP://s3.fr-par.scw.cloud"],
  ["DATABASE_URL", "postgres://app@127.0.0.1.evil.example/pix2clip"],
  ["MINIMAX_BASE_URL", "http://127.0.0.1.evil.example"],
  ["MINIMAX_BASE_URL", "https://api.minimaxi.com"],
  ["MINIMAX_BASE_URL", "https://api.minimax.io.evil.example"],
])("%s outside the declared places is refused: %s", (name, value) => {
  expect(refusal({ [name]: value })).toContain(name);
});

test.each([
  ["STORAGE_ENDPOINT", "https://s3.fr-par.scw.cloud"],
  ["SMTP_URL", "smtps://user:secret@smtp.tem.scaleway.com:465"],
  ["DATABASE_URL", "postgres://app:secret@main.abc.eu-west-3.rds.amazonaws.com/pix2clip?sslmode=require"],
  ["DATABASE_URL", "postgres://app:secret@main.abc.eu-west-3.rds.amazonaws.com/pix2clip?sslmode=verify-full"],
  ["DATABASE_URL", "postgres://app:secret@127.0.0.1:5432/pix2clip"],
  ["MINIMAX_BASE_URL", "https://api.minimax.io"],
])("%s at a declared place is accepted: %s", (name, value) => {
  expect(refusal({ [name]: value })).toBe("accepted");
});

test("the stand-in for the model provider cannot be used in production", () => {
  const sandbox = { ...PRODUCTION, MINIMAX_BASE_URL: "http://127.0.0.1:4010" };
  expect(refusal(sandbox)).toContain("MINIMAX_BASE_URL");
});

const RECORD = {
  agreement: { reference: "DPA-1", signedOn: "2026-01-15", contact: "privacy@example.org" },
  clauses: { signedOn: "2026-01-15" },
  assessment: { id: "TIA-1", assessedOn: "2026-06-01", reviewBy: "2027-06-01" },
};
const records = (minimax: unknown) => refusal({ PROCESSOR_RECORDS: JSON.stringify({ minimax }) });

test("what was signed with a processor is read from PROCESSOR_RECORDS; an assessment is reviewed within twelve months", () => {
  expect(records(RECORD)).toBe("accepted");
  const late = { ...RECORD.assessment, reviewBy: "2027-06-02" };
  expect(records({ ...RECORD, assessment: late })).toContain(
    "PROCESSOR_RECORDS: has an assessment to be reviewed later than twelve months after it",
  );
  expect(records({ ...RECORD, assessment: { ...RECORD.assessment, reviewBy: "2026-06-01" } })).not.toBe(
    "accepted",
  );
});

test.each([
  ["no JSON", "{"],
  ["a processor that does not exist", '{"minmax":{}}'],
  ["a misspelt record", '{"minimax":{"clause":{"signedOn":"2026-01-15"}}}'],
  ["no day", '{"minimax":{"clauses":{"signedOn":"last spring"}}}'],
])("PROCESSOR_RECORDS with %s stops the start, and nothing of it is shown", (_, text) => {
  const message = refusal({ PROCESSOR_RECORDS: text });
  expect(message).toContain("PROCESSOR_RECORDS:");
  expect(message).not.toMatch(/minmax|last spring/);
});

test.each([
  ["no sslmode", ""],
  ["sslmode=prefer, which falls back", "?sslmode=prefer"],
  ["sslmode=disable", "?sslmode=disable"],
  ["a mode that only looks like one", "?sslmode=prefer&x=sslmode=require"],
])("a database on another machine is not spoken to in the clear: %s", (_, query) => {
  const url = `postgres://app:secret@main.abc.eu-west-3.rds.amazonaws.com/pix2clip${query}`;
  expect(refusal({ DATABASE_URL: url })).toContain("DATABASE_URL: must ask for encryption");
});

test.each([
  ["production", "https://api.minimax.io"],
  ["pr-12", "https://abc123.lambda-url.eu-west-3.on.aws/"],
])("pages are served by https in stage %s", (STAGE, MINIMAX_BASE_URL) => {
  expect(refusal({ ...PRODUCTION, STAGE, MINIMAX_BASE_URL })).toBe("accepted");
  for (const PUBLIC_URL of ["http://pix2clip.example", "http://localhost:3000", "ftp://pix2clip.example"])
    expect(refusal({ ...PRODUCTION, STAGE, PUBLIC_URL })).toContain("PUBLIC_URL: must be https");
});

test("a stack that is deployed cannot call itself local", () => {
  expect(refusal({ DEPLOYMENT: "aws" })).toContain("STAGE");
  expect(refusal({ ...PRODUCTION, DEPLOYMENT: "aws" })).toBe("accepted");
});

test("a preview never calls the real provider, and production never its stand-in", () => {
  const standIn = "https://abc123.lambda-url.eu-west-3.on.aws/";
  expect(refusal({ ...PRODUCTION, STAGE: "pr-12" })).toContain(
    "MINIMAX_BASE_URL: a preview uses the sandbox",
  );
  expect(refusal({ ...PRODUCTION, MINIMAX_BASE_URL: standIn })).toContain("cannot be used in production");
  for (const url of [
    "https://abc.lambda-url.us-east-1.on.aws",
    "https://evil.example/.lambda-url.eu-west-3.on.aws",
  ])
    expect(refusal({ ...PRODUCTION, STAGE: "pr-12", MINIMAX_BASE_URL: url })).toContain("MINIMAX_BASE_URL");
});

test("what is no URL is said to be none, once, and is not shown", () => {
  const DATABASE_URL = "postgres://app:pass#word@127.0.0.1:5432/pix2clip";
  expect(refusal({ DATABASE_URL })).toBe("Configuration refused.\n  DATABASE_URL: is not a URL");
});

test("a variable that is set to nothing is said to be empty", () => {
  expect(refusal({ STORAGE_SECRET_ACCESS_KEY: "" })).toBe(
    "Configuration refused.\n  STORAGE_SECRET_ACCESS_KEY: is empty",
  );
});
