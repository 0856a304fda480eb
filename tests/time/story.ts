/** What somebody does next: chance, weighed by who this is and how things stand. */
import { comeIn, confirm, failToSignIn, knockInVain, signIn, signOut, signUp } from "./acts/arrive.ts";
import { buy } from "./acts/buy.ts";
import { close, eraseNow, move, stay } from "./acts/leave.ts";
import { make, throwAway, upload } from "./acts/make.ts";
import {
  choose,
  direct,
  lift,
  liftTooLate,
  refuse,
  restrict,
  rethinkPurge,
  takeCopy,
  tryWhileRestricted,
} from "./acts/rights.ts";
import type { Life } from "./book.ts";
import { call, type Machine } from "./machine.ts";
import type { World } from "./world.ts";

type Act = (machine: Machine, life: Life) => Promise<void>;

const look: Act = async (_, life) => {
  for (const path of ["/account", "/generations", "/media", "/privacy", "/credits"])
    await call(life, "get", path);
};
const rename: Act = async (_, life) =>
  void (await call(life, "patch", "/account", { body: { locale: life.locale } }));

const OPEN: Record<string, [number, Act]> = {
  makes: [30, make],
  uploads: [9, upload],
  "throws away": [9, throwAway],
  chooses: [12, choose],
  restricts: [4, restrict],
  "takes a copy": [4, takeCopy],
  moves: [3, move],
  directs: [3, direct],
  renames: [2, rename],
  buys: [6, buy],
  looks: [4, look],
  "signs out": [4, signOut],
  mistypes: [3, failToSignIn],
  closes: [3, close],
  "erases now": [1.5, eraseNow],
};
const RESTRICTED: Record<string, [number, Act]> = {
  "is refused": [2, tryWhileRestricted],
  lifts: [4, lift],
  "rethinks the purge": [1, rethinkPurge],
  "takes a copy": [1, takeCopy],
  "takes a consent back": [1, (_, life) => refuse(life, "marketing")],
  looks: [1, look],
  closes: [0.5, close],
  "erases now": [0.3, eraseNow],
};
const CLOSING: Record<string, [number, Act]> = {
  stays: [3, stay],
  looks: [2, look],
  "takes a copy": [1, takeCopy],
  "takes a consent back": [1, (_, life) => refuse(life, "marketing")],
  "erases now": [1, eraseNow],
};

const actsOf = ({ standing, restricted }: Life) =>
  standing === "closing" ? CLOSING : restricted ? RESTRICTED : OPEN;

/** One visit of somebody: comes in, does one thing or a few, and goes. */
export async function visit(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  if (life.standing === "erased") return knockInVain(machine, life);
  if (life.standing === "stranger") return arrive(machine, life);
  if (life.standing === "unconfirmed") return confirmLate(machine, life);
  await comeIn(machine, life);
  if (life.lapsing) await liftTooLate(machine, life);
  for (let left = world.dice.whole(1, 2); left > 0 && isIn(life); left--) await actOnce(machine, life);
}

/** Signed in, and not erased meanwhile. */
const isIn = ({ session, standing }: Life) => session !== undefined && standing !== "erased";

async function actOnce(machine: Machine, life: Life): Promise<void> {
  const acts = actsOf(life);
  const weights = Object.fromEntries(Object.entries(acts).map(([name, [weight]]) => [name, weight]));
  const name = machine.world.dice.weighed(weights);
  machine.world.note(`${life.name} ${name}`);
  await acts[name]?.[1](machine, life);
}

async function arrive(machine: Machine, life: Life): Promise<void> {
  machine.world.note(`${life.name} signs up`);
  await signUp(machine, life);
  if (machine.world.dice.chance(0.15)) return; // the link is never followed, or another day
  await confirm(machine, life);
  await signIn(machine, life);
}

/** Comes back to a sign-up that was not confirmed: it is asked for anew, for the link may have died. */
async function confirmLate(machine: Machine, life: Life): Promise<void> {
  machine.world.note(`${life.name} signs up again`);
  await signUp(machine, life);
  await confirm(machine, life);
  await signIn(machine, life);
}

/** Days until somebody comes again; undefined for one who is not seen any more. */
export function nextVisit(world: World, life: Life): number | undefined {
  const { dice } = world;
  if (life.standing === "closing") return dice.whole(2, 50);
  if (life.standing === "unconfirmed") return dice.chance(0.5) ? dice.whole(1, 12) : undefined;
  if (life.standing === "erased") return undefined;
  if (dice.chance(0.07)) return undefined;
  if (dice.chance(0.1)) return dice.whole(200, 1090);
  return dice.whole(20, 180);
}
