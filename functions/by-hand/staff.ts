/** Who may see how the service runs (/staff). The only way to become staff. */
import * as v from "valibot";
import { AppError, type ErrorCode } from "../../core/base/error.ts";
import { grantStaff, listStaff, revokeStaff } from "../../core/staff/staff.ts";
import { Refused } from "../refused.ts";
import { byHand, refuseUntilReplayed } from "./called.ts";

const Asked = v.union([
  v.strictTuple([v.literal("list")]),
  v.strictTuple([v.picklist(["grant", "revoke"]), v.string()]),
]);
const USAGE = "staff grant <address> | revoke <address> | list";
const REFUSALS: { [code in ErrorCode]?: string } = {
  not_found: "There is no account with this address.",
  conflict: "This account is not active: its address must be confirmed, and it must not be closing.",
  invalid_input: "This is not an address.",
};

export const { command, handler } = byHand("staff", Asked, USAGE, async ([verb, email = ""]) => {
  await refuseUntilReplayed();
  if (verb === "list") return list();
  const change = verb === "grant" ? grantStaff : revokeStaff;
  const changed = await change({ email }).catch(inWords);
  if (verb === "grant") return changed ? "Granted." : "This account is staff already.";
  return changed ? "Revoked." : "This account is no staff.";
});

async function list(): Promise<string> {
  const lines = (await listStaff()).map(({ email, since }) => `${email}, since ${since.toISOString()}`);
  return lines.length > 0 ? lines.join("\n") : "Nobody is staff.";
}

function inWords(error: unknown): never {
  const sentence = error instanceof AppError ? REFUSALS[error.code] : undefined;
  throw sentence ? new Refused(sentence) : error;
}
