/** The bucket of a local stack, open to uploads and downloads from the pages' origin by signed links. */
import { CreateBucketCommand, PutBucketCorsCommand, type S3Client } from "@aws-sdk/client-s3";

/** Makes the bucket unless it exists, and lets `origin` use signed links from a browser. */
export async function createBucket(s3: S3Client, name: string, origin: string): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
  } catch (error) {
    if (!(error instanceof Error) || !error.name.startsWith("BucketAlready")) throw error;
  }
  const rule = {
    AllowedOrigins: [origin],
    AllowedMethods: ["GET", "PUT"],
    AllowedHeaders: ["content-type", "if-none-match"],
    ExposeHeaders: ["etag"],
    MaxAgeSeconds: 3600,
  };
  await s3.send(new PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: [rule] } }));
}
