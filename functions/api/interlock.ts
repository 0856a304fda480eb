/** Answers nothing from a restored backup before the journal was replayed on it (core/privacy/journal). */
import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { actAs } from "../../core/base/actor.ts";
import { AppError } from "../../core/base/error.ts";
import { newId } from "../../core/base/id.ts";
import { chooseLocale } from "../../core/base/locale.ts";
import { STORED } from "../../core/privacy/cookies.ts";
import { type Standing, standing } from "../../core/privacy/journal/standing.ts";
import { answerProblem } from "./problem.ts";

const COME_BACK_SECONDS = 30;

/** They change nothing of what the journal is about, so they may look while the answer is on its way. */
const LOOKS = new Set(["GET", "HEAD"]);

/**
 * Lets a request pass once the database knows all that the journal tells. A look is prepared meanwhile, for the start of a
 * process is when somebody waits, and thrown away unseen when the answer is no.
 */
export const interlock: MiddlewareHandler = async (c, next) => {
  const asked = refusal();
  if (LOOKS.has(c.req.method)) await next();
  const refused = await asked;
  if (!refused) return LOOKS.has(c.req.method) ? undefined : next();
  const locale = chooseLocale(getCookie(c, STORED.lang.name), c.req.header("accept-language"));
  const facts = { requestId: newId<"request">(), locale };
  c.res = undefined;
  c.res = await actAs({ type: "nobody" }, () => answerProblem(refused, c), facts);
};

async function refusal(): Promise<AppError | undefined> {
  try {
    return refusalFor(await standing());
  } catch (cause) {
    return new AppError("unavailable", {}, { cause });
  }
}

function refusalFor(found: Standing): AppError | undefined {
  if (found === "current") return undefined;
  return found === "behind"
    ? new AppError("restoring", { retryAfterSeconds: COME_BACK_SECONDS })
    : new AppError("unavailable");
}
