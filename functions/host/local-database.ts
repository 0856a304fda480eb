/** The database of a local stack: this machine's own Postgres, or one that the caller names, at the newest schema. */
import { readdirSync } from "node:fs";
import postgres from "postgres";
import { migrate, setPassword } from "../migrate.ts";
import { freePort } from "./ports.ts";
import { startPostgres } from "./postgres.ts";

export type LocalDatabase = {
  /** What the service connects with. */
  url: string;
  /** Starts the server, if it is ours, and applies the migrations. `stop` ends it. */
  start(say: (line: string) => void): Promise<{ stop(): Promise<void> }>;
};

const NAME = "pix2clip";

/** One that runs already. `url` is a connection of the role that owns the tables; the service uses it too. */
export const callersDatabase = (url: string): LocalDatabase => ({
  url,
  start: async () => {
    await migrate(url);
    return { stop: async () => {} };
  },
});

/** Passwords of the two roles, in base64url: the service knows its own alone. */
type Passwords = Record<"owner" | "app", string>;

/** This machine's own, with its data in `dir`, on `preferred` or another free port. It does not run yet. */
export async function ownDatabase(
  dir: string,
  preferred: number,
  passwords: Passwords,
): Promise<LocalDatabase> {
  const port = await freePort(preferred);
  const urlOf = (role: keyof Passwords) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${NAME}`;
  return {
    url: urlOf("app"),
    start: async (say) => {
      say(readdirSync(dir).length > 0 ? "Starting Postgres" : "Setting up Postgres, once");
      const log = (line: string) => {
        if (/^(the database is in|stopping a left-over)/.test(line)) say(line);
      };
      const server = await startPostgres({ dir, port, log, password: passwords.owner });
      try {
        if (server.port !== port)
          throw new Error(`another program took port ${port} meanwhile. Please start again.`);
        await create(server.url);
        await migrate(urlOf("owner"));
        await setPassword(server.url, "app", passwords.app);
      } catch (error) {
        await server.stop();
        throw error;
      }
      return { stop: server.stop };
    },
  };
}

/** Makes the database unless it exists. */
async function create(ownerUrl: string): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await owner`select 1 from pg_database where datname = ${NAME}`;
    if (!found) await owner`create database ${owner(NAME)}`;
  } finally {
    await owner.end();
  }
}
