import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { config } from "../../core/base/config.ts";
import { log, setLogOutput } from "../../core/base/log.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { anAddress, PASSWORD, registered, signUpOf, tokenFor, visitor } from "../support/visitor.ts";

/** Every row of every table and partition, as text. */
async function everything(): Promise<string> {
  const tables = await owner<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      owner.unsafe(`select coalesce(string_agg(row_to_json(t)::text, '\n'), '') as rows from ${name} t`),
    ),
  );
  return dumps.map(([dump]) => String(dump?.rows)).join("\n");
}

test("no token and no password is found in any column or in the log, and every hash has the parameters of the floor", async () => {
  const lines: string[] = [];
  setLogOutput((line) => lines.push(line));
  Object.assign(config, { LOG_LEVEL: "debug" });
  const secrets: string[] = [];
  const email = await registered();
  const [ana, ben] = [visitor({ ip: "198.51.100.9", userAgent: "Firefox" }), visitor()];
  for (const one of [ana, ben]) {
    await one.signIn(email, "a wrong password");
    await one.signIn(email);
  }
  const newEmail = anAddress();
  await ana.post("/account/email", { newEmail, password: PASSWORD });
  secrets.push(await tokenFor(newEmail, "/email/confirm"));
  await visitor().post("/account/email/confirm", { token: secrets.at(-1) });
  secrets.push(await tokenFor(email, "/email/undo"));
  await visitor().post("/password-reset", { email: newEmail });
  secrets.push(await tokenFor(newEmail, "/reset"));
  await visitor().post("/account", signUpOf(anAddress()));
  // Two mails that still wait, so that their rows and messages are looked at as well.
  const waiting = await owner`select id from mail`;
  expect(waiting.length).toBeGreaterThan(0);
  secrets.push(ana.token() ?? "", ben.token() ?? "", PASSWORD, "a wrong password");

  const stored = await everything();
  const logged = lines.join("\n");
  log.debug("test.canary");
  expect(lines.join("\n")).toContain("test.canary");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10);
    expect(stored.split(secret)).toHaveLength(1);
    expect(logged.split(secret)).toHaveLength(1);
  }
  for (const personal of [email, newEmail, "198.51.100.9", "Durand"])
    expect(logged.split(personal)).toHaveLength(1);
  expect(stored).toContain(
    createHash("sha256")
      .update(ana.token() ?? "")
      .digest("base64url"),
  );
  const hashes = await owner`select password_hash from account`;
  expect(hashes.length).toBeGreaterThan(1);
  for (const { password_hash } of hashes) {
    const [, memory, passes, lanes] =
      /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/.exec(password_hash) ?? [];
    expect([Number(memory) >= 19_456, Number(passes) >= 2, Number(lanes) >= 1]).toEqual([true, true, true]);
  }
});

test("addresses of the network are found in the security log and in sessions alone", async () => {
  const ip = "192.0.2.77";
  const email = await registered();
  await visitor({ ip, userAgent: "Firefox" }).signIn(email);
  const tables = await owner<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const holding: string[] = [];
  for (const { name } of tables) {
    const [found] = await owner.unsafe(
      `select count(*)::int as n from ${name} t where row_to_json(t)::text like $1`,
      [`%${ip}%`],
    );
    if (found?.n > 0) holding.push(name.replace(/_(\d{8}|default)$/, ""));
  }
  expect([...new Set(holding)].sort()).toEqual(["security_event", "session"]);
  expect(await mailsTo(email)).not.toEqual([]);
});
