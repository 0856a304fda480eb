/**
 * A refusal with S3's own code. Source of codes and statuses: Amazon S3 API reference, "Error responses"; for a disk that
 * is full, which Amazon's never is, RFC 4918, 11.5.
 */
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
  InsufficientStorage: 507,
  InvalidRange: 416,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
};

/** The limit or the disk is full: what is stored stays, and may be read and deleted. */
export const noRoom = () => new S3Error("InsufficientStorage", "There is no room for this.");

const SQLITE_FULL = 13;

/** Whether the disk has no room left, or none for this user, as the file system and SQLite say it. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) ||
    ("errcode" in error && error.errcode === SQLITE_FULL));
