/** A storage without room: it says so, keeps what it has, and goes on once there is room again. */
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import { BUCKET, bodyFiles, noise, openS3, s3Client } from "./cloud.ts";
import { KEYS } from "./keys.ts";

const MIB = 1024 ** 2;
const REFUSED = { name: "InsufficientStorage", $metadata: expect.objectContaining({ httpStatusCode: 507 }) };

const put = (s3: S3Client, Key: string, bytes: Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: bytes }));
async function read(s3: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("what does not fit is refused with 507 and leaves nothing; what is stored is read, and deleting makes room", async () => {
  const { s3, dir } = await openS3({ limitBytes: 3 * MIB });
  await put(s3, "first", noise(2 * MIB));
  await expect(put(s3, "second", noise(2 * MIB))).rejects.toMatchObject(REFUSED);
  expect(bodyFiles(dir)).toHaveLength(1);
  expect((await read(s3, "first")).equals(noise(2 * MIB))).toBe(true);
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "first" }));
  await put(s3, "second", noise(2 * MIB, 3));
  expect((await read(s3, "second")).equals(noise(2 * MIB, 3))).toBe(true);
});

test("an upload whose next part does not fit keeps the parts that it has", async () => {
  const { s3 } = await openS3({ limitBytes: 8 * MIB });
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "clip" }));
  const part = (PartNumber: number, Body: Buffer) =>
    s3.send(new UploadPartCommand({ Bucket: BUCKET, Key: "clip", UploadId, PartNumber, Body }));
  await part(1, noise(5 * MIB));
  await expect(part(2, noise(5 * MIB))).rejects.toMatchObject(REFUSED);
  await part(2, noise(MIB));
  const { Parts = [] } = await s3.send(new ListPartsCommand({ Bucket: BUCKET, Key: "clip", UploadId }));
  expect(Parts.map(({ Size }) => Size)).toEqual([5 * MIB, MIB]);
});

test("what a storage holds already counts when it starts; without a limit it takes more", async () => {
  const before = await openS3();
  await put(before.s3, "first", noise(2 * MIB));
  await before.stop();
  const again = async (limit: { limitBytes?: number }) => {
    const service = await startS3({ ...KEYS, dir: before.dir, ...limit });
    onTestFinished(service.stop);
    return { ...service, s3: s3Client(service.url) };
  };
  const small = await again({ limitBytes: 3 * MIB });
  await expect(put(small.s3, "second", noise(2 * MIB))).rejects.toMatchObject(REFUSED);
  await put(small.s3, "third", noise(MIB / 2));
  await small.stop();
  await put((await again({})).s3, "second", noise(2 * MIB));
});
