import { execFileSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const dir = mkdtempSync(join(tmpdir(), "pix2clip-links-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** What the configuration says of two secrets in a function that was given `links`, encrypted as sst does it. */
function configured(links: Record<string, object>): { key: string; smtp?: string } {
  const key = randomBytes(32);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()]);
  writeFileSync(join(dir, "resource.enc"), sealed);
  const script = `import { config } from "./core/base/config.ts";
    console.log(JSON.stringify({ key: config.SECRET_KEY, smtp: config.SMTP_URL }))`;
  const { SECRET_KEY: _, SMTP_URL: __, ...rest } = process.env;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...rest, SST_KEY: key.toString("base64"), SST_KEY_FILE: join(dir, "resource.enc") },
    encoding: "utf8",
  });
  return JSON.parse(answer);
}

test("a linked secret is read under the name of its variable, and one that is not linked is not there", () => {
  const secret = randomBytes(32).toString("base64url");
  const links = {
    SecretKey: { type: "sst.sst.Secret", value: secret },
    Web: { url: "https://pix2clip.example" },
  };
  expect(configured(links)).toEqual({ key: secret });
  const smtp = "smtps://user:pass@smtp.tem.scaleway.com:465";
  expect(configured({ ...links, SmtpUrl: { value: smtp } })).toEqual({ key: secret, smtp });
});
