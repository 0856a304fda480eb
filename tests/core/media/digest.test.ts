import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { digest } from "../../../core/media/digest.ts";

// FIPS 180-4 example, and the check value of CRC-32/ISO-HDLC.
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("digests equal the published values", async () => {
  expect(await digest(Buffer.from("abc"))).toEqual({ sha256: ABC, crc32: 0x352441c2, bytes: 3 });
  expect((await digest(Buffer.from("123456789"))).crc32).toBe(0xcbf43926);
  expect(await digest(new Uint8Array(0))).toEqual({ sha256: NOTHING, crc32: 0, bytes: 0 });
});

test("a stream in any pieces gives the digest of its bytes", async () => {
  const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));
  const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 4097), bytes.subarray(4097)];
  expect(await digest(Readable.from(pieces))).toEqual(await digest(bytes));
});

test("a stream that breaks off gives no digest", async () => {
  await expect(digest(createReadStream("no-such-file"))).rejects.toThrow("ENOENT");
});
