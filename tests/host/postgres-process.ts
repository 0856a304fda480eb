/** Runs the local Postgres in a process of its own, to be killed: `node postgres-process.ts <dir>`. */
import { startPostgres } from "../../functions/host/postgres.ts";

const [dir = ""] = process.argv.slice(2);
const { url } = await startPostgres({ dir, fsync: false });
console.log(JSON.stringify({ url }));
