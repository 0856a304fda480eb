import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, setClock } from "../../core/base/clock.ts";
import { localSigner } from "../../functions/host/certificate.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pix2clip-"));
});
afterEach(async () => {
  setClock();
  await rm(folder, { recursive: true });
});

function chain(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

test("leaf, intermediate and root are signed one by the next", async () => {
  const { certificates } = await localSigner(join(folder, "signer"));
  const [leaf, middle] = chain(certificates);
  const root = new X509Certificate(await readFile(join(folder, "signer", "root.pem")));
  expect(chain(certificates)).toHaveLength(2);
  expect(leaf?.ca).toBe(false);
  expect(middle && leaf?.checkIssued(middle) && leaf.verify(middle.publicKey)).toBe(true);
  expect(middle?.checkIssued(root) && middle.verify(root.publicKey)).toBe(true);
  expect(root.verify(root.publicKey)).toBe(true);
});

test("the leaf may sign content, in the two ways that C2PA readers ask for", async () => {
  const [leaf] = chain((await localSigner(folder)).certificates);
  expect(leaf?.keyUsage).toEqual(["1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.62558.2.1"]);
});

test("the signer is kept between starts", async () => {
  const first = await localSigner(folder);
  expect(await localSigner(folder)).toEqual(first);
});

test("the key can be read by its owner alone, and nothing is left lying about", async () => {
  await localSigner(folder);
  expect((await stat(join(folder, "signer.key"))).mode & 0o077).toBe(0);
  expect((await readdir(folder)).sort()).toEqual(["root.pem", "signer.key", "signer.pem"]);
});

test("a folder with half of a signer gets a whole one", async () => {
  const first = await localSigner(folder);
  await rm(join(folder, "signer.key"));
  const second = await localSigner(folder);
  expect(second.certificates).not.toBe(first.certificates);
  expect(await localSigner(folder)).toEqual(second);
});

test("a signer in its last year is replaced before its marks could end", async () => {
  const first = await localSigner(folder);
  const later = (days: number) => setClock(() => new Date(Date.now() + days * DAY));
  later(8 * 365);
  expect(await localSigner(folder)).toEqual(first);
  later(9 * 365 + 1);
  expect(await localSigner(folder)).not.toEqual(first);
});
