import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { expect, test } from "vitest";
import { BUCKET, bodyFiles, noise, openS3 } from "./cloud.ts";

const MIB = 1024 ** 2;

async function begin(s3: S3Client, Key: string) {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ContentType: "video/mp4" }),
  );
  const at = { Bucket: BUCKET, Key, UploadId };
  return {
    at,
    put: (PartNumber: number, Body: Buffer) => s3.send(new UploadPartCommand({ ...at, PartNumber, Body })),
    complete: (Parts: { PartNumber: number; ETag: string | undefined }[], IfNoneMatch?: string) =>
      s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts }, IfNoneMatch })),
  };
}

async function read(s3: S3Client, Key: string, Range?: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, Range }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("a stream uploaded in parts by lib-storage comes back equal, whole and in ranges across parts", async () => {
  const { s3 } = await openS3();
  const bytes = noise(17 * MIB + 11);
  const Body = Readable.from(bytes.length > 0 ? [bytes.subarray(0, 9 * MIB), bytes.subarray(9 * MIB)] : []);
  await new Upload({ client: s3, params: { Bucket: BUCKET, Key: "clip", Body }, queueSize: 3 }).done();
  expect((await read(s3, "clip")).equals(bytes)).toBe(true);
  const range = await read(s3, "clip", `bytes=${5 * MIB - 3}-${10 * MIB + 4}`);
  expect(range.equals(bytes.subarray(5 * MIB - 3, 10 * MIB + 5))).toBe(true);
});

test("an object in parts that is replaced while it is read is read whole, and its files go afterwards", async () => {
  const { s3, dir } = await openS3();
  const bytes = noise(32 * MIB, 5);
  await new Upload({
    client: s3,
    params: { Bucket: BUCKET, Key: "clip", Body: bytes },
    partSize: 8 * MIB,
  }).done();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "clip" }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "clip", Body: "new" }));
  expect(bytes.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  await expect.poll(() => bodyFiles(dir).length).toBe(1);
  expect((await read(s3, "clip")).toString()).toBe("new");
});

test("the ETag is S3's own for parts, and a part sent again replaces the first", async () => {
  const { s3, dir } = await openS3();
  const upload = await begin(s3, "clip");
  const first = noise(5 * MIB, 3);
  await upload.put(1, noise(5 * MIB, 2));
  await upload.put(3, Buffer.from("unused"));
  const parts = [await upload.put(1, first), await upload.put(2, Buffer.from("tail"))];
  await upload.complete(parts.map(({ ETag }, index) => ({ PartNumber: index + 1, ETag })));
  const md5 = (data: Buffer) => createHash("md5").update(data).digest();
  const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "clip" }));
  expect(head.ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(Buffer.from("tail"))])).toString("hex")}-2"`);
  expect(head.ContentType).toBe("video/mp4");
  expect((await read(s3, "clip")).equals(Buffer.concat([first, Buffer.from("tail")]))).toBe(true);
  expect(bodyFiles(dir)).toHaveLength(2);
});

test("parts that are too small, unknown, altered or out of order do not become an object", async () => {
  const { s3 } = await openS3();
  const upload = await begin(s3, "clip");
  const one = { PartNumber: 1, ETag: (await upload.put(1, noise(5 * MIB))).ETag };
  const two = { PartNumber: 2, ETag: (await upload.put(2, Buffer.from("small"))).ETag };
  const three = { PartNumber: 3, ETag: (await upload.put(3, Buffer.from("last"))).ETag };
  await expect(upload.complete([one, two, three])).rejects.toMatchObject({ name: "EntityTooSmall" });
  await expect(upload.complete([one, { ...three, PartNumber: 9 }])).rejects.toMatchObject({
    name: "InvalidPart",
  });
  await expect(upload.complete([one, { ...three, ETag: two.ETag }])).rejects.toMatchObject({
    name: "InvalidPart",
  });
  await expect(upload.complete([three, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(read(s3, "clip")).rejects.toMatchObject({ name: "NoSuchKey" });
  await upload.complete([one, three]);
  expect(await read(s3, "clip")).toHaveLength(5 * MIB + 4);
});

test("a completion that loses against If-None-Match leaves the upload and the object as they were", async () => {
  const { s3 } = await openS3();
  const upload = await begin(s3, "clip");
  const parts = [{ PartNumber: 1, ETag: (await upload.put(1, Buffer.from("mine"))).ETag }];
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "clip", Body: "theirs" }));
  await expect(upload.complete(parts, "*")).rejects.toMatchObject({ name: "PreconditionFailed" });
  expect((await read(s3, "clip")).toString()).toBe("theirs");
  await upload.complete(parts);
  expect((await read(s3, "clip")).toString()).toBe("mine");
});

test("an aborted upload is gone with its files, and takes no further part", async () => {
  const { s3, dir } = await openS3();
  const upload = await begin(s3, "clip");
  await upload.put(1, noise(MIB));
  await s3.send(new AbortMultipartUploadCommand(upload.at));
  await expect(upload.put(2, noise(10))).rejects.toMatchObject({ name: "NoSuchUpload" });
  await expect(upload.complete([{ PartNumber: 1, ETag: '"x"' }])).rejects.toMatchObject({
    name: "NoSuchUpload",
  });
  expect(bodyFiles(dir)).toEqual([]);
});

test("unfinished uploads and their parts can be listed in pages", async () => {
  const { s3 } = await openS3();
  for (const key of ["b/2", "a", "b/1", "b/2"]) await begin(s3, key);
  const seen: string[] = [];
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const input = { Bucket: BUCKET, Prefix: "b/", MaxUploads: 1, ...marker };
    const page: Awaited<ReturnType<typeof list>> = await list(s3, input);
    seen.push(...(page.Uploads ?? []).map(({ Key }) => Key ?? ""));
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker ?? "", UploadIdMarker: page.NextUploadIdMarker ?? "" }
      : undefined;
  }
  expect(seen).toEqual(["b/1", "b/2", "b/2"]);

  const upload = await begin(s3, "parts");
  for (const number of [3, 1, 2]) await upload.put(number, Buffer.alloc(number));
  const page = await s3.send(new ListPartsCommand({ ...upload.at, MaxParts: 2 }));
  const rest = await s3.send(
    new ListPartsCommand({ ...upload.at, PartNumberMarker: page.NextPartNumberMarker }),
  );
  expect([page.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
  expect(
    [...(page.Parts ?? []), ...(rest.Parts ?? [])].map(({ PartNumber, Size }) => [PartNumber, Size]),
  ).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

function list(s3: S3Client, input: ConstructorParameters<typeof ListMultipartUploadsCommand>[0]) {
  return s3.send(new ListMultipartUploadsCommand(input));
}
