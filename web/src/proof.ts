/** When the password was last given again in this page: what asks for it is open for ten minutes from then. */
import { serverNow } from "./http.ts";
import { proveSession } from "./privacy-api.ts";
import { onForget } from "./session.ts";

/** A proof that ends while its request is under way would be none. */
const MARGIN_MILLISECONDS = 20_000;

let until = 0;
onForget(() => {
  until = 0;
});

/** Gives the password. Throws what the API says of a wrong one. */
export async function prove(password: string): Promise<void> {
  until = Date.parse((await proveSession(password)).until);
}

/** True while the password need not be asked for. */
export const isProved = (): boolean => until - MARGIN_MILLISECONDS > serverNow();

/** The API did not take the proof for one: the password must be asked for again. */
export const forgetProof = (): void => {
  until = 0;
};
