/**
 * The data folder of a local stack. One stack runs on it at a time: the lock belongs to the process and goes with it,
 * however it ends, so a crash never leaves a folder that seems taken.
 */
import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as v from "valibot";
import { openDatabase } from "./cloud/database.ts";

/** Another stack runs on the folder. The message says where. */
export class FolderInUse extends Error {
  override name = "FolderInUse";
}

const secret = () => randomBytes(32).toString("base64url");

/** Made once for a folder and kept in it, readable by this user only. All in base64url. */
const Secrets = v.object({
  /** Root of every signature and pseudonym. */
  secretKey: v.string(),
  /** Of the local S3 and SQS. */
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  /** What the stand-in of the model provider takes for an API key. */
  providerKey: v.string(),
  /** Of the roles of the local Postgres. Folders of before there were any get theirs at the next start. */
  databaseOwnerPassword: v.optional(v.string(), secret),
  databaseAppPassword: v.optional(v.string(), secret),
});
/** Ports of the inner services. The same at every start where they are free, since signed links carry them. */
const Ports = v.object({
  postgres: v.number(),
  s3: v.number(),
  sqs: v.number(),
  provider: v.number(),
  smtp: v.number(),
});
export type Secrets = v.InferOutput<typeof Secrets>;
export type Ports = v.InferOutput<typeof Ports>;

export type DataFolder = {
  secrets: Secrets;
  ports: Ports;
  /** A folder inside that only this user can enter. */
  inner(name: string): string;
  /** Records where the stack answers, for whoever starts a second one. */
  announce(address: string): void;
  /** Leaves the service's environment in `service.env`, for commands that are run beside it (npm run redrive). */
  leaveEnvironment(variables: Record<string, string | undefined>): void;
  release(): void;
};

/** Takes the folder for this process, making it if need be. Throws {@link FolderInUse}. */
export function takeFolder(dir: string): DataFolder {
  // Postgres must be able to pass when it runs as another user than root.
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const addressFile = join(dir, "running.json");
  const environmentFile = join(dir, "service.env");
  const lock = takeLock(join(dir, "running.db"), addressFile);
  rmSync(addressFile, { force: true });
  // Below the range that systems hand out for outgoing connections.
  const port = () => randomInt(20_000, 30_000);
  return {
    secrets: keep(join(dir, "secrets.json"), Secrets, () => ({
      secretKey: secret(),
      accessKeyId: secret(),
      secretAccessKey: secret(),
      providerKey: secret(),
    })),
    ports: keep(join(dir, "ports.json"), Ports, () => ({
      postgres: port(),
      s3: port(),
      sqs: port(),
      provider: port(),
      smtp: port(),
    })),
    inner: (name) => {
      const folder = join(dir, name);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    announce: (address) => writeFileSync(addressFile, JSON.stringify({ pid: process.pid, address })),
    leaveEnvironment: (variables) => {
      rmSync(environmentFile, { force: true });
      const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
      writeFileSync(environmentFile, lines.join(""), { mode: 0o600 });
    },
    release: () => {
      rmSync(addressFile, { force: true });
      rmSync(environmentFile, { force: true });
      lock.close();
    },
  };
}

function takeLock(file: string, addressFile: string): DatabaseSync {
  try {
    return openDatabase(file, "");
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new FolderInUse(`Pix2Clip is already running on this folder, ${whereabouts(addressFile)}.`, {
      cause: error,
    });
  }
}

/** SQLITE_BUSY: another process holds the file. */
function isLocked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "errcode" in cause && cause.errcode === 5;
}

function whereabouts(addressFile: string): string {
  try {
    const { pid, address } = JSON.parse(readFileSync(addressFile, "utf8"));
    return `at ${address} (process ${pid})`;
  } catch {
    return "and is still starting";
  }
}

/** What the file holds, or what `make` makes, written there first, as is what it lacked. Throws when it is damaged. */
function keep<S extends v.GenericSchema>(
  file: string,
  schema: S,
  make: () => v.InferInput<S>,
): v.InferOutput<S> {
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  let kept: v.InferOutput<S>;
  try {
    kept = v.parse(schema, before === undefined ? make() : JSON.parse(before));
  } catch (error) {
    throw new Error(
      `${file} is damaged. Put it back from a copy, or remove the whole folder to begin anew.`,
      {
        cause: error,
      },
    );
  }
  const after = JSON.stringify(kept, null, 2);
  if (after !== before) {
    writeFileSync(`${file}.new`, after, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return kept;
}
