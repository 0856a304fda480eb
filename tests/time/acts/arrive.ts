/** Coming and going: signing up, confirming, signing in, failing to, signing out. */
import { PASSWORD, sessionSet } from "../../support/visitor.ts";
import type { Life } from "../book.ts";
import { DAY, PROMISES, plus } from "../calendar.ts";
import { call, logged, type Machine, send, settle } from "../machine.ts";
import { newestMail, tokenIn } from "../post.ts";
import { Broken } from "../world.ts";

/** What every account begins with (tests/support/setup.ts). */
const WELCOME = Number(process.env.WELCOME_CREDITS);

/** Asks for an account; the mail with the link has come by then. */
export async function signUp(machine: Machine, life: Life): Promise<void> {
  const { email, locale, name } = life;
  const body = { firstName: `Ana-${name}`, lastName: `Durand-${name}`, email, password: PASSWORD, locale };
  await call(life, "post", "/account", { body, want: 202 });
  life.standing = "unconfirmed";
  life.signedUpAt = machine.world.now();
  logged(machine, "signed_up");
  await settle(machine);
  newestMail(email, "verify_email");
}

/** Follows the link of the sign-up. */
export async function confirm(machine: Machine, life: Life): Promise<void> {
  const token = tokenIn(newestMail(life.email, "verify_email"));
  await call(life, "post", "/account/verify", { body: { token } });
  life.standing = "active";
  life.confirmedAt = machine.world.now();
  life.credits.available = WELCOME;
  logged(machine, "email_verified");
}

/** Signs in, if the session of before does not hold any more. */
export async function comeIn(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  if (life.session && life.session.until > world.now() && world.dice.chance(0.5)) return;
  await signIn(machine, life);
}

/** Signs in and learns the account's id. */
export async function signIn(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  delete life.session;
  const body = { email: life.email, password: PASSWORD };
  const response = await send(life, "post", "/session", body);
  const token = sessionSet(response);
  if (response.status !== 200 || !token)
    throw new Broken(`${life.name} cannot sign in: ${response.status} ${await response.text()}`);
  const { account } = (await response.json()) as { account: { id: string; state: string } };
  if (account.state !== life.standing)
    throw new Broken(`${life.name} is ${account.state}, not ${life.standing}`);
  life.accountId = account.id;
  life.session = { token, until: plus(world.now(), PROMISES.sessionDays * DAY) };
  life.lastSignInAt = world.now();
  life.reminded.clear();
  logged(machine, "signed_in");
}

/** Tries a wrong password, which is nobody's. */
export async function failToSignIn(machine: Machine, life: Life): Promise<void> {
  const { session } = life;
  delete life.session;
  const body = { email: life.email, password: `${PASSWORD} not` };
  await call(life, "post", "/session", { body, want: 401 });
  if (session) life.session = session;
  logged(machine, "sign_in_failed");
}

/** Tries to come in where no account is any more; nothing must tell that there was one. */
export async function knockInVain(machine: Machine, life: Life): Promise<void> {
  const { session } = life;
  if (session && session.until > machine.world.now()) await call(life, "get", "/account", { want: 401 });
  delete life.session;
  const body = { email: life.email, password: PASSWORD };
  const { code } = await call(life, "post", "/session", { body, want: 401 });
  if (code !== "wrong_credentials") throw new Broken(`${life.name}: an erased account is answered ${code}`);
  logged(machine, "sign_in_failed");
}

/** Signs out. */
export async function signOut(machine: Machine, life: Life): Promise<void> {
  await call(life, "delete", "/session", { want: 204 });
  delete life.session;
  logged(machine, "signed_out");
}
