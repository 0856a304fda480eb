import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { BUCKET, bodyFiles, noise, openS3 } from "./cloud.ts";

const put = (s3: S3Client, Key: string, Body: string | Buffer | Readable, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));

async function get(s3: S3Client, Key: string, more: Partial<GetObjectCommandInput> = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function keysOf(s3: S3Client, more = {}): Promise<string[]> {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more }));
  return (Contents ?? []).map(({ Key }) => Key ?? "");
}

describe("bytes", () => {
  test("a buffer comes back equal, with its type, metadata and length", async () => {
    const { s3 } = await openS3();
    const bytes = noise(3_000_001);
    const { ETag } = await put(s3, "a/b.png", bytes, {
      ContentType: "image/png",
      CacheControl: "no-store",
      Metadata: { made: "by-ai" },
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a/b.png" }));
    expect(await get(s3, "a/b.png")).toEqual(bytes);
    expect(head).toMatchObject({
      ContentLength: bytes.length,
      ContentType: "image/png",
      CacheControl: "no-store",
      Metadata: { made: "by-ai" },
      ETag,
    });
  });

  test("a stream of odd chunks, sent aws-chunked with a trailing checksum, comes back equal", async () => {
    const { s3 } = await openS3();
    const bytes = noise(2_345_678);
    const sizes = [1, 65_536, 7, 1_000_000, 3];
    const chunks: Buffer[] = [];
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    await put(s3, "stream", Readable.from(chunks), { ContentLength: bytes.length, ContentEncoding: "gzip" });
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "stream" }));
    expect(await get(s3, "stream")).toEqual(bytes);
    expect(head.ContentEncoding).toBe("gzip");
  });

  test("an empty object is an object", async () => {
    const { s3 } = await openS3();
    await put(s3, "empty", Buffer.alloc(0));
    expect(await get(s3, "empty")).toHaveLength(0);
    await expect(get(s3, "empty", { Range: "bytes=0-" })).rejects.toMatchObject({ name: "InvalidRange" });
  });

  test("ranges give exactly the bytes asked for", async () => {
    const { s3 } = await openS3();
    const bytes = noise(10_000);
    await put(s3, "ranged", bytes);
    expect(await get(s3, "ranged", { Range: "bytes=0-0" })).toEqual(bytes.subarray(0, 1));
    expect(await get(s3, "ranged", { Range: "bytes=9990-20000" })).toEqual(bytes.subarray(9990));
    expect(await get(s3, "ranged", { Range: "bytes=5000-" })).toEqual(bytes.subarray(5000));
    expect(await get(s3, "ranged", { Range: "bytes=-7" })).toEqual(bytes.subarray(-7));
    const partial = await s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: "ranged", Range: "bytes=10-19" }),
    );
    expect(partial.ContentRange).toBe("bytes 10-19/10000");
    await expect(get(s3, "ranged", { Range: "bytes=10000-" })).rejects.toMatchObject({
      name: "InvalidRange",
    });
  });

  test("conditional reads answer 304 and 412", async () => {
    const { s3 } = await openS3();
    const { ETag = "" } = await put(s3, "known", "x");
    const status = (code: number) => ({ $metadata: { httpStatusCode: code } });
    await expect(get(s3, "known", { IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
    await expect(get(s3, "known", { IfMatch: '"other"' })).rejects.toMatchObject(status(412));
    await expect(get(s3, "known", { IfModifiedSince: new Date(Date.now() + 5000) })).rejects.toMatchObject(
      status(304),
    );
    expect(await get(s3, "known", { IfMatch: ETag })).toEqual(Buffer.from("x"));
  });

  test("an object that is replaced or deleted while it is read is read whole, and its file goes afterwards", async () => {
    const { s3, dir } = await openS3();
    const old = noise(20_000_000, 7);
    const next = noise(20_000_000, 8);
    await put(s3, "torn", old);
    const reads = Array.from({ length: 6 }, () =>
      s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "torn" })),
    );
    const answers = await Promise.all(reads);
    await put(s3, "torn", next);
    for (const { Body } of answers) {
      expect(old.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    }
    const last = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "torn" }));
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "torn" }));
    expect(next.equals((await last.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    await expect.poll(() => bodyFiles(dir)).toEqual([]);
  });

  test("of 20 parallel creations with If-None-Match one wins, and its bytes stay", async () => {
    const { s3 } = await openS3();
    const tries = Array.from({ length: 20 }, async (_, index) => {
      await put(s3, "once", `writer ${index}`, { IfNoneMatch: "*" });
      return `writer ${index}`;
    });
    const results = await Promise.allSettled(tries);
    const winners = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const losses = results.flatMap((result) => (result.status === "rejected" ? [result.reason.name] : []));
    expect(winners).toEqual([(await get(s3, "once")).toString()]);
    expect(losses).toEqual(Array(19).fill("PreconditionFailed"));
  });
});

describe("keys", () => {
  const odd = [
    "../../../etc/passwd",
    "..%2f..%2fout",
    "/lead",
    "a//b",
    "é ü+&=%?#'\"<>",
    "p",
    "p/q",
    ".",
    "z".repeat(1024),
    "\u0001\t",
  ];

  test("are text and never paths: each comes back in lists, reads and deletions", async () => {
    const { s3 } = await openS3();
    for (const key of odd) await put(s3, key, `bytes of ${key}`);
    for (const key of odd) expect((await get(s3, key)).toString()).toBe(`bytes of ${key}`);
    expect((await keysOf(s3)).toSorted()).toEqual(odd.toSorted());
    await s3.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: odd.map((Key) => ({ Key })) } }),
    );
    expect(await keysOf(s3)).toEqual([]);
  });

  test("longer than 1,024 bytes are refused", async () => {
    const { s3 } = await openS3();
    await expect(put(s3, "é".repeat(513), "x")).rejects.toMatchObject({ name: "KeyTooLongError" });
  });

  test("that do not exist answer NoSuchKey, and deleting them is no error", async () => {
    const { s3 } = await openS3();
    await expect(get(s3, "none")).rejects.toMatchObject({ name: "NoSuchKey" });
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "none" }));
    await expect(s3.send(new GetObjectCommand({ Bucket: "no-such-bucket", Key: "a" }))).rejects.toMatchObject(
      { name: "NoSuchBucket" },
    );
  });
});
