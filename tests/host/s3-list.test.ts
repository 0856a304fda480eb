import { CopyObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { BUCKET, openS3 } from "./cloud.ts";

const put = (s3: S3Client, Key: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

async function keysOf(s3: S3Client, more = {}): Promise<string[]> {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more }));
  return (Contents ?? []).map(({ Key }) => Key ?? "");
}

describe("lists", () => {
  const keys = ["a", "a/1", "a/2", "b!", "b/1/x", "b/2", "c", "é", "\uffee", "\u{1f600}"];

  test("pages follow the order of UTF-8 bytes, without a gap or a repetition", async () => {
    const { s3 } = await openS3();
    for (const key of keys.toReversed()) await put(s3, key, "x");
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: BUCKET, MaxKeys: 3, ContinuationToken: token };
      const page = await s3.send(new ListObjectsV2Command(input));
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(seen).toEqual(keys);
    expect(await keysOf(s3, { StartAfter: "b/1/x", MaxKeys: 2 })).toEqual(["b/2", "c"]);
    expect(await keysOf(s3, { Prefix: "a/" })).toEqual(["a/1", "a/2"]);
    expect(await keysOf(s3, { Prefix: "a/", StartAfter: "a/1" })).toEqual(["a/2"]);
  });

  test("what no caller of ours uses is refused, not guessed", async () => {
    const { s3 } = await openS3();
    const folded = s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Delimiter: "/" }));
    await expect(folded).rejects.toMatchObject({ name: "NotImplemented" });
    const copied = s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "b", CopySource: `${BUCKET}/a` }));
    await expect(copied).rejects.toMatchObject({ name: "NotImplemented" });
  });
});
