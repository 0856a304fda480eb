/**
 * Who is staff, and what only staff may ask. An account becomes staff by a command on the machine, never through the web,
 * so a session that is taken over can make nobody staff. What staff may see is how the service runs: no route for them
 * returns anything of a person, restricted or not, so none needs a ground of GDPR art. 18(2) (E-36). To everybody else
 * none of these routes exists.
 */
import { asc, eq } from "drizzle-orm";
import * as v from "valibot";
import { Email } from "../account/account.schema.ts";
import { account } from "../account/account.sql.ts";
import { record } from "../audit/security-event.ts";
import { currentActor } from "../base/actor.ts";
import { command, query } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { requireProof } from "../session/proof.ts";
import { staff } from "./staff.sql.ts";

const Named = v.strictObject({ email: Email });

/**
 * Makes an account staff. False when it was already. Throws `not_found` for an address without an account, `conflict` for
 * one that is not active (unconfirmed, or being closed).
 */
export const grantStaff = command(Named, async ({ email }): Promise<boolean> => {
  const rows = db().select({ id: account.id, state: account.state }).from(account);
  const { id, state } = one(await rows.where(eq(account.email, email)).for("key share"));
  if (state !== "active") throw new AppError("conflict");
  const granted = db().insert(staff).values({ accountId: id }).onConflictDoNothing();
  const changed = (await granted.returning({ accountId: staff.accountId })).length > 0;
  if (changed) await record("staff_granted", { accountId: id });
  return changed;
});

/** Ends that, from the next request on. False when the account was no staff. Throws `not_found` for an unknown address. */
export const revokeStaff = command(Named, async ({ email }): Promise<boolean> => {
  const { id } = one(await db().select({ id: account.id }).from(account).where(eq(account.email, email)));
  const revoked = db().delete(staff).where(eq(staff.accountId, id));
  const changed = (await revoked.returning({ accountId: staff.accountId })).length > 0;
  if (changed) await record("staff_revoked", { accountId: id });
  return changed;
});

/** The addresses of staff and since when, for whoever administers the machine. */
export const listStaff = (): Promise<{ email: string; since: Date }[]> =>
  db()
    .select({ email: account.email, since: staff.createdAt })
    .from(staff)
    .innerJoin(account, eq(account.id, staff.accountId))
    .orderBy(asc(staff.createdAt), asc(account.email));

/** Whether an account is staff now. */
export async function isStaff(accountId: Id<"account">): Promise<boolean> {
  const rows = db().select({ accountId: staff.accountId }).from(staff).where(eq(staff.accountId, accountId));
  return (await rows).length > 0;
}

/**
 * A reading for staff who gave their password in the last ten minutes. Throws `not_found` for everybody else, as for an
 * address that does not exist, and `password_needed`.
 */
export const staffQuery = <S extends v.GenericSchema, R>(
  schema: S,
  work: (input: v.InferOutput<S>) => Promise<R>,
) =>
  query(schema, async (input) => {
    const actor = currentActor();
    if (actor.type !== "account" || actor.closing || !(await isStaff(actor.accountId)))
      throw new AppError("not_found");
    await requireProof();
    return work(input);
  });
