/** Runs the local Postgres in a process of its own, to be killed: `node postgres-process.ts <dir> <password>`. */
import { startPostgres } from "../../functions/host/postgres.ts";

const [dir = "", password = ""] = process.argv.slice(2);
const { url } = await startPostgres({ dir, password, fsync: false });
console.log(JSON.stringify({ url }));
