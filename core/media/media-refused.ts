/** The refusal of a file: a code that the error table knows, so that it can be shown in the reader's language. */

export type MediaRefusal =
  | "media_aspect_unsupported"
  | "media_corrupt"
  | "media_empty"
  | "media_too_long"
  | "media_too_many_pixels"
  | "media_too_small"
  | "media_type_unsupported";

/**
 * A file that cannot be used. `limit` is the number the words mention (megapixels, pixels or seconds, by code); `cause`
 * is the decoder's own error, for the log alone.
 */
export class MediaRefused extends Error {
  override name = "MediaRefused";
  readonly code: MediaRefusal;
  readonly limit: number | undefined;
  constructor(code: MediaRefusal, limit?: number, options?: { cause: unknown }) {
    super(code, options);
    this.code = code;
    this.limit = limit;
  }
}

/** Turns a decoder's error into `media_corrupt`: for `.catch(corrupt)` around code that reads a stranger's file. */
export function corrupt(cause: unknown): never {
  if (cause instanceof MediaRefused) throw cause;
  throw new MediaRefused("media_corrupt", undefined, { cause });
}
