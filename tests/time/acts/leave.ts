/** Leaving: closing with thirty days or at once, changing one's mind, and another address. */
import { PASSWORD } from "../../support/visitor.ts";
import type { Life } from "../book.ts";
import { DAY, HOUR, PROMISES, plus } from "../calendar.ts";
import { call, logged, type Machine, settle } from "../machine.ts";
import { newestMail, tokenIn } from "../post.ts";
import { Broken } from "../world.ts";
import { signIn } from "./arrive.ts";
import { ask } from "./make.ts";
import { prove } from "./rights.ts";

const creditsOf = async (life: Life): Promise<number> => {
  const { available, held } = await call(life, "get", "/credits");
  return Number(available) + Number(held);
};

/** Closes the account in thirty days; sometimes with work under way, whose credits come back first. */
export async function close(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  if (!life.restricted && world.dice.chance(0.3)) await ask(machine, life, "clip");
  await prove(life);
  const body = { waiveGrace: false, creditsGivenUp: await creditsOf(life) };
  const { closesAt } = await call(life, "put", "/privacy/closing", { body });
  const due = plus(world.now(), PROMISES.closingDays * DAY);
  if (closesAt !== due.toISOString()) throw new Broken(`${life.name}: closes at ${closesAt}`);
  life.standing = "closing";
  life.closesAt = due;
  delete life.sealed;
  logged(machine, "closing_asked");
  await settle(machine);
  newestMail(life.email, "closing_asked");
}

/** Changes one's mind within the thirty days. */
export async function stay(machine: Machine, life: Life): Promise<void> {
  await call(life, "delete", "/privacy/closing");
  life.standing = "active";
  delete life.closesAt;
  logged(machine, "closing_cancelled");
  await settle(machine);
  newestMail(life.email, "closing_cancelled");
}

/** Has everything erased at once, whether or not the thirty days have begun. */
export async function eraseNow(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  if (life.standing === "active" && !life.restricted && world.dice.chance(0.4))
    await ask(machine, life, "clip");
  await prove(life);
  const creditsGivenUp = await creditsOf(life);
  const body = { waiveGrace: true, confirmation: life.email, creditsGivenUp };
  await call(life, "put", "/privacy/closing", { body });
  logged(machine, "closing_asked");
  logged(machine, "grace_waived");
  life.standing = "closing";
  life.closesAt = world.now();
  life.waived = true;
  await settle(machine);
}

/** Asks for another address and confirms it from there. */
export async function move(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  if (life.addressChange && world.now() < life.addressChange.undoUntil) return;
  const newEmail = `${life.name}.${life.addresses.length}@example.org`;
  life.addresses.push(newEmail);
  await call(life, "post", "/account/email", { body: { newEmail, password: PASSWORD }, want: 202 });
  logged(machine, "email_change_requested");
  await settle(machine);
  if (world.dice.chance(0.2)) return; // the link is never followed
  const token = tokenIn(newestMail(newEmail, "confirm_new_email"));
  await call(life, "post", "/account/email/confirm", { body: { token } });
  logged(machine, "email_changed");
  const from = life.email;
  life.email = newEmail;
  await settle(machine);
  newestMail(from, "email_change_notice");
  life.addressChange = { from, undoUntil: plus(world.now(), PROMISES.undoAddressHours * HOUR) };
  if (world.dice.chance(0.2)) await moveBack(machine, life);
}

/** Takes the change back from the old address; a new password is chosen by the link that comes with it. */
async function moveBack(machine: Machine, life: Life): Promise<void> {
  const from = life.addressChange?.from ?? "";
  const undo = tokenIn(newestMail(from, "email_change_notice"));
  await call(life, "post", "/account/email/undo", { body: { token: undo } });
  logged(machine, "email_change_undone");
  life.email = from;
  delete life.session;
  delete life.addressChange;
  await settle(machine);
  const token = tokenIn(newestMail(from, "email_change_undone"));
  await call(life, "post", "/password-reset/confirm", {
    body: { token, newPassword: PASSWORD },
    want: [200, 204],
  });
  logged(machine, "password_reset");
  await settle(machine);
  await signIn(machine, life);
}
