/**
 * For the time machine, after the service's own setup: a mailbox in this process, so that a mail arrives at the instant
 * that the set clock shows; pauses between two looks at the provider, which the machine's queues keep by that clock;
 * errors in the log, none of which it lets pass; and one connection to the database, as a function of the cloud has, since
 * each that is opened learns the log's hundreds of days anew.
 */
import { startPost } from "./post.ts";

process.env.SMTP_URL = await startPost();
process.env.GENERATION_POLL_SECONDS = "60";
process.env.LOG_LEVEL = "error";
process.env.DATABASE_CONNECTIONS = "1";

// A module that comes later, before any engine works out what it has to do: it brings the books.
const { createLaterTables } = await import("../privacy/later-module.ts");
await createLaterTables();
