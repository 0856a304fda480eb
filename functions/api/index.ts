/** The API on Lambda. */
import { handle } from "hono/aws-lambda";
import { standing } from "../../core/privacy/journal/standing.ts";
import { app } from "./app.ts";

// Asked while the function is being started; the first request then waits no longer for it, and asks again if it failed.
void standing().catch(() => undefined);

export const handler = handle(app);
