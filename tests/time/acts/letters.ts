/** Letters of news: they are sent to everybody, and come to those whose consent is in force when they leave. */
import { transaction } from "../../../core/base/database.ts";
import type { Id } from "../../../core/base/id.ts";
import { sendLetter } from "../../../core/mail/product-letter.ts";
import { queueProductMail } from "../../../core/mail/product-mail.ts";
import { app } from "../../../functions/api/app.ts";
import { type Life, wantsLetters } from "../book.ts";
import { call, type Machine, settle } from "../machine.ts";
import { newestMail, tokenIn } from "../post.ts";
import { Broken } from "../world.ts";
import { comeIn } from "./arrive.ts";
import { refuse } from "./rights.ts";

const LETTER = "whats_new";

/** Those who have an account, of whatever kind. */
const present = ({ book }: Machine): Life[] =>
  book.lives.filter(({ accountId, standing }) => accountId !== "" && standing !== "erased");

/** The letter that every account gets once, however often the command is run. */
export async function sendTheLetter(machine: Machine): Promise<void> {
  await sendLetter(LETTER);
  for (const life of present(machine)) {
    if (!wantsLetters(life) || life.hadTheLetter) continue;
    life.hadTheLetter = true;
    life.expected.push(LETTER);
  }
}

/**
 * A letter for everybody, as later ones will be. Somebody says no while it waits in the line, by the panel; it must not
 * leave any more.
 */
export async function sendNews(machine: Machine): Promise<void> {
  const { dice } = machine.world;
  const readers = present(machine).filter(wantsLetters);
  for (const { accountId } of present(machine))
    await transaction(() => queueProductMail(accountId as Id<"account">, LETTER));
  const regretful = readers.length > 0 && dice.chance(0.3) ? dice.pick(readers) : undefined;
  if (regretful) {
    await comeIn(machine, regretful);
    await refuse(regretful, "marketing");
    machine.world.note(`${regretful.name} says no to a letter that waits`);
  }
  for (const life of readers) if (wantsLetters(life)) life.expected.push(LETTER);
  await settle(machine);
  if (readers.length > 0 && dice.chance(0.3)) await leaveByLink(machine, dice.pick(readers));
}

/** Leaves by the link of the last letter, signed out. */
async function leaveByLink(machine: Machine, life: Life): Promise<void> {
  if (!wantsLetters(life)) return;
  const token = tokenIn(newestMail(life.email, LETTER));
  const answer = await app.request(`/unsubscribe?token=${encodeURIComponent(token)}`, { method: "POST" });
  if (answer.status !== 200) throw new Broken(`${life.name} cannot leave by the link: ${answer.status}`);
  life.consents.delete("marketing");
  life.choices += 1;
  machine.world.note(`${life.name} leaves by the link of a letter`);
  await call(life, "get", "/session");
}
