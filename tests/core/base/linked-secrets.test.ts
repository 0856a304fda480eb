/** What a function in the cloud knows of what is linked to it, read as sst leaves it beside the bundle. */
import { execFileSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const dir = mkdtempSync(join(tmpdir(), "pix2clip-links-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** The variables that a process finds, to which this is linked; without links it is a host. */
function linked(links?: Record<string, object>): unknown {
  const key = randomBytes(32);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  const text = JSON.stringify(links ?? {});
  writeFileSync(
    join(dir, "resource.enc"),
    Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]),
  );
  const file = resolve("core/base/linked-secrets.ts");
  const script = `const { linkedSecrets } = await import(${JSON.stringify(file)});
    console.log(JSON.stringify(linkedSecrets()))`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      ...(links ? { SST_KEY: key.toString("base64"), SST_KEY_FILE: "resource.enc" } : {}),
    },
    encoding: "utf8",
  });
  return JSON.parse(answer);
}

test("a secret is the variable of its name, a key to the files is both of its variables, and nothing else is one", () => {
  const found = linked({
    App: { name: "pix2clip", stage: "pr-7" },
    DatabaseUrl: { value: "postgres://app@db", type: "sst.sst.Linkable" },
    StorageKeyServe: {
      STORAGE_ACCESS_KEY_ID: "SCW1",
      STORAGE_SECRET_ACCESS_KEY: "hidden",
      type: "sst.sst.Linkable",
    },
    Web: { url: "https://pix2clip.example", type: "sst.aws.ApiGatewayV2" },
  });
  expect(found).toEqual({
    DATABASE_URL: "postgres://app@db",
    STORAGE_ACCESS_KEY_ID: "SCW1",
    STORAGE_SECRET_ACCESS_KEY: "hidden",
  });
});

test("on a host there is none", () => {
  expect(linked()).toEqual({});
});
