/**
 * The log. It accepts an event name and a closed list of fields, so that no prompt, name, address, file name or token
 * can reach it (CNIL recommendation on logging, 14 October 2021: minimal content). One JSON object a line.
 */
import { requestFacts } from "./actor.ts";
import { now } from "./clock.ts";
import { config } from "./config.ts";
import { keyedHash } from "./secret.ts";

/** Everything that may be logged; nothing here says who somebody is. */
export type LogFields = Partial<{
  route: string;
  method: string;
  status: number;
  code: string;
  milliseconds: number;
  queue: string;
  clock: string;
  messageId: string;
  generationId: string;
  mediaId: string;
  mailId: string;
  state: string;
  model: string;
  provider: string;
  providerCode: number;
  traceId: string;
  attempt: number;
  count: number;
  bytes: number;
  port: number;
  /** A table with its column, a bucket or a queue. */
  place: string;
  /** A retention rule. */
  rule: string;
}>;
const ALLOWED: Record<keyof LogFields, true> = {
  route: true,
  method: true,
  status: true,
  code: true,
  milliseconds: true,
  queue: true,
  clock: true,
  messageId: true,
  generationId: true,
  mediaId: true,
  mailId: true,
  state: true,
  model: true,
  provider: true,
  providerCode: true,
  traceId: true,
  attempt: true,
  count: true,
  bytes: true,
  port: true,
  place: true,
  rule: true,
}; // prettier-ignore

/**
 * Ids of rows of a person are written as keyed hashes: lines about one row still belong together, and who has the row and
 * the key finds them, but they lead to nobody once the row is erased (a log cannot be searched and changed afterwards).
 */
const IDS: ReadonlySet<string> = new Set(["generationId", "mediaId", "mailId"] satisfies (keyof LogFields)[]);

/** An id as it stands in the log. */
export const idInLog = (id: string): string => keyedHash("log", id).slice(0, 22);

const LEVELS = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;
type Level = Exclude<keyof typeof LEVELS, "silent">;
let write: (line: string) => void = (line) => process.stdout.write(`${line}\n`);

/** Sends the lines elsewhere (tests read them back to look for what must not be there). */
export function setLogOutput(output: (line: string) => void): void {
  write = output;
}

function record(level: Level, event: string, fields: LogFields = {}, cause?: unknown): void {
  if (LEVELS[level] < LEVELS[config.LOG_LEVEL]) return;
  const safe = Object.entries(fields)
    .filter(([key]) => key in ALLOWED)
    .map(([key, value]) => [key, IDS.has(key) ? idInLog(String(value)) : value]);
  const { requestId } = requestFacts();
  write(
    JSON.stringify({
      at: now().toISOString(),
      level,
      event,
      requestId,
      ...Object.fromEntries(safe),
      ...describe(cause),
    }),
  );
}

/** Class, code and stack frames of an error; never its message, which may quote a value (drizzle quotes parameters). */
function describe(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return cause === undefined ? {} : { error: typeof cause };
  const frames = (cause.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6);
  const code = "code" in cause && /^[\w.-]{1,40}$/.test(String(cause.code)) ? { errorCode: cause.code } : {};
  return { error: cause.name, ...code, frames: frames.map((line) => line.trim()), ...nested(cause.cause) };
}
const nested = (cause: unknown) => (cause instanceof Error ? { causedBy: describe(cause) } : {});

export const log = {
  debug: (event: string, fields?: LogFields) => record("debug", event, fields),
  info: (event: string, fields?: LogFields) => record("info", event, fields),
  warn: (event: string, fields?: LogFields, cause?: unknown) => record("warn", event, fields, cause),
  error: (event: string, fields?: LogFields, cause?: unknown) => record("error", event, fields, cause),
};
