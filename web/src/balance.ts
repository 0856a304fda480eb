/** The signed-in person's credits, the same in the bar, in the studio and on the page of credits. */
import { type CreditBalance, readCredits } from "./api.ts";
import { type Query, reloadQuery, useQuery } from "./query.ts";

const KEY = "credits";

/** Hook: the balance. Only for pages of somebody signed in. */
export const useBalance = (): Query<CreditBalance> => useQuery(KEY, readCredits);

/** Asks for the balance again wherever it is shown: after something was asked for, ended or was cancelled. */
export const reloadBalance = (): Promise<void> => reloadQuery(KEY);
