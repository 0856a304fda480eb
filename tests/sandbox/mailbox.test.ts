import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMailbox } from "../../functions/sandbox/mailbox/mailbox.ts";
import type { StoredMail } from "../../functions/sandbox/mailbox/store.ts";

const dir = mkdtempSync(join(tmpdir(), "mailbox-"));
let mailbox: Awaited<ReturnType<typeof startMailbox>>;
let site: Hono;
beforeAll(async () => {
  mailbox = await startMailbox({ dir });
  site = new Hono().route("/sandbox/mail", mailbox.app);
});
afterAll(async () => {
  await mailbox.stop();
  rmSync(dir, { recursive: true, force: true });
});

type Sent = {
  subject: string;
  text: string;
  html?: string;
  attachments?: { filename: string; content: string; contentType: string }[];
};
const send = (mail: Sent) =>
  createTransport(mailbox.smtpUrl).sendMail({ from: "contact@example.org", to: "ana@example.org", ...mail });
const get = (path: string, language = "en") =>
  site.request(`/sandbox/mail${path}`, { headers: { "accept-language": language } });
const messages = async () => (await (await get("/messages")).json()) as StoredMail[];
const clear = (origin = "http://localhost") =>
  site.request("http://localhost/sandbox/mail/delete", {
    method: "POST",
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
  });

test("keeps what is sent, newest first, and gives it with its links", async () => {
  await send({ subject: "Première", text: "Bonjour" });
  await send({
    subject: "Second",
    text: "Confirm:\nhttp://localhost:3000/confirm?token=abc\n",
    html: `<html><head></head><body><a href="http://localhost:3000/confirm?token=abc">Confirm</a></body></html>`,
  });
  const mails = await messages();
  expect(mails.map((mail) => mail.subject)).toEqual(["Second", "Première"]);
  expect(mails[0]).toMatchObject({
    to: "ana@example.org",
    links: ["http://localhost:3000/confirm?token=abc"],
    html: expect.stringContaining("<a href="),
  });
  expect(mails[1]?.html).toBe(null);
});

test("shows a list that renews itself without inline script, in the reader's language", async () => {
  const list = await get("", "fr-FR,fr;q=0.9,en;q=0.5");
  const page = await list.text();
  expect(page).toContain('<html lang="fr">');
  expect(page).toContain("Boîte aux lettres locale");
  expect(page.match(/<script[^>]*>[^<]*/g)).toEqual(['<script type="module" src="/sandbox/mail/renew.js">']);
  expect(page).not.toMatch(/ style=/);
  expect(list.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(list.headers.get("content-security-policy")).not.toContain("unsafe");
  expect(await (await get("", "de")).text()).toContain("Local mailbox");
  expect((await get("/renew.js")).headers.get("content-type")).toMatch(/^text\/javascript/);
  expect((await get("/style.css")).headers.get("content-type")).toMatch(/^text\/css/);
});

test("a link ends before the mark of the sentence that it stands in", async () => {
  await send({ subject: "Key", text: "The key: https://example.org/key. Or (https://example.org/a?b=c)?" });
  const [mail] = await messages();
  expect(mail?.links).toEqual(["https://example.org/key", "https://example.org/a?b=c"]);
});

test("shows a mail's HTML in a frame that runs and loads nothing, and its links lead out of it", async () => {
  await send({
    subject: "<b>Hostile</b>",
    text: "see http://localhost:3000/reset?token=x",
    html: `<html><head><title>x</title></head><body><script>alert(1)</script><img src="https://tracker.example/p.gif"></body></html>`,
  });
  const [mail] = await messages();
  const page = await (await get(`/${mail?.id}`)).text();
  expect(page).toContain("&lt;b&gt;Hostile&lt;/b&gt;");
  expect(page).toContain('<a href="http://localhost:3000/reset?token=x">');
  expect(page).toContain(`src="/sandbox/mail/${mail?.id}/html"`);
  expect(page).toMatch(/<iframe\s+sandbox="allow-scripts allow-top-navigation-by-user-activation"/);
  const framed = await get(`/${mail?.id}/html`);
  expect(framed.headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-scripts allow-top-navigation-by-user-activation",
  );
  expect(await framed.text()).toContain('<head><base target="_top">');
});

test("lists what is attached with name and size, and gives it to be saved, never to be shown", async () => {
  const content = "<script>alert(1)</script>";
  await send({
    subject: "Certificate",
    text: "attached",
    attachments: [{ filename: "reçu “1”.html", content, contentType: "text/html" }],
  });
  const [mail] = await messages();
  expect(mail?.attachments).toEqual([{ name: "reçu “1”.html", bytes: content.length }]);
  const address = `/${mail?.id}/attachments/0`;
  const page = await (await get(`/${mail?.id}`, "fr")).text();
  expect(page).toContain("Pièces jointes");
  expect(page).toContain(`href="/sandbox/mail${address}"`);
  expect(page).toMatch(/25\so</);
  const saved = await get(address);
  expect(saved.headers.get("content-type")).toBe("application/octet-stream");
  expect(saved.headers.get("content-disposition")).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent("reçu “1”.html")}`,
  );
  expect(saved.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await saved.text()).toBe(content);
  expect((await get(`/${mail?.id}/attachments/1`)).status).toBe(404);
});

test("knows no other file than a mail", async () => {
  for (const path of ["/nothing", "/..%2f..%2fetc%2fpasswd", "/0000000000000-x/html"])
    expect((await get(path)).status).toBe(404);
});

test("forgets all on demand of its own page, and of no other", async () => {
  expect((await clear("https://elsewhere.example")).status).toBe(403);
  expect((await messages()).length).toBeGreaterThan(0);
  expect((await clear()).status).toBe(303);
  expect(await messages()).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
  expect(await (await get("")).text()).toContain("No mail yet");
});

test("survives a client that hangs up in the middle, and a restart on the same folder loses nothing", async () => {
  const { port } = new URL(mailbox.smtpUrl);
  await new Promise<void>((closed) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write("EHLO me\r\nMAIL FROM:<a@b.c>\r\n"));
    socket.once("data", () => socket.destroy());
    socket.once("close", () => closed());
  });
  await send({ subject: "Kept", text: "x" });
  await mailbox.stop();
  mailbox = await startMailbox({ dir, port: Number(port) });
  site = new Hono().route("/sandbox/mail", mailbox.app);
  expect(new URL(mailbox.smtpUrl).port).toBe(port);
  expect((await messages()).map((mail) => mail.subject)).toEqual(["Kept"]);
});

test("refuses a mail beyond two megabytes and keeps nothing of it", async () => {
  await clear();
  await expect(send({ subject: "Big", text: "x".repeat(2_100_000) })).rejects.toThrow();
  expect(await messages()).toEqual([]);
});
