/** The API on Lambda: the studio is there at once, all the rest as soon as somebody asks for it. */
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { standing } from "../../core/privacy/journal/standing.ts";
import { isOfStudio, studio } from "./studio.ts";

// Asked while the function is being started; the first request then waits no longer for it, and asks again if it failed.
void standing().catch(() => undefined);

const handleStudio = handle(studio);
const loadWhole = async () => handle((await import("./app.ts")).app);

export async function handler(event: LambdaEvent, context: LambdaContext) {
  const path = "rawPath" in event ? event.rawPath : event.path;
  const answer = isOfStudio(path) ? handleStudio : await loadWhole();
  return answer(event, context);
}
