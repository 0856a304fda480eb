/**
 * The proof of a session: whoever holds it has given the password in the last ten minutes. What a borrowed session must
 * not do (take all data away, close the account) asks for it.
 */
import { eq } from "drizzle-orm";
import { provePassword } from "../account/prove-password.ts";
import { mySession } from "../base/actor.ts";
import { MINUTE, now } from "../base/clock.ts";
import { procedure } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { Proof, type ProofView } from "./session.schema.ts";
import { session } from "./session.sql.ts";

/** How long a proof counts (E-50). */
const PROOF_MILLISECONDS = 10 * MINUTE;

/**
 * Proves the present session by the password. Throws `invalid_input` for a wrong one or `rate_limited`: the attempts
 * count together with those of signing in.
 */
export const proveSession = procedure(
  Proof,
  async ({ password }): Promise<ProofView> => {
    await provePassword(password, "password");
    const provedAt = now();
    const proved = db().update(session).set({ provedAt }).where(eq(session.id, mySession()));
    one(await proved.returning({ id: session.id }));
    return { until: new Date(provedAt.getTime() + PROOF_MILLISECONDS).toISOString() };
  },
  { whileRestricted: true, whileClosing: true },
);

/** Throws `password_needed` unless the password was given in this session in the last ten minutes. */
export async function requireProof(): Promise<void> {
  const [row] = await db()
    .select({ provedAt: session.provedAt })
    .from(session)
    .where(eq(session.id, mySession()));
  const age = row?.provedAt ? now().getTime() - row.provedAt.getTime() : Number.POSITIVE_INFINITY;
  if (age >= PROOF_MILLISECONDS) throw new AppError("password_needed");
}
