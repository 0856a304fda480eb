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

/** Lets a request pass once the database knows all that the journal tells. Nobody is recognised before. */
export const interlock: MiddlewareHandler = async (c, next) => {
  const refused = await refusal();
  if (!refused) return next();
  const locale = chooseLocale(getCookie(c, STORED.lang.name), c.req.header("accept-language"));
  const facts = { requestId: newId<"request">(), locale };
  return actAs({ type: "nobody" }, () => answerProblem(refused, c), facts);
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
