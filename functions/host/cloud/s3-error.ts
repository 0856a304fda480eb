/** A refusal with S3's own code. Source of codes and statuses: Amazon S3 API reference, "Error responses". */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.status = STATUS[code] ?? 400;
  }
}

/** Those that are not 400. */
const STATUS: Record<string, number> = {
  AccessForbidden: 403,
  BucketAlreadyOwnedByYou: 409,
  InvalidRange: 416,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
};
