/** Where somebody was when the pages asked them to sign in, carried in the address as `?next=`. */

const START = "/studio";

/** The page to go to after signing in. Anything that is not a path of this site gives the studio. */
export function returnPath(next: string | undefined): string {
  if (!next?.startsWith("/") || /[\\\s]/.test(next)) return START;
  const { origin, pathname, search } = new URL(next, "https://pages.invalid");
  return origin === "https://pages.invalid" && !pathname.startsWith("/sign-") ? pathname + search : START;
}

/** The address of the sign-in page that leads back to `here` (path and query). */
export const signInPath = (here: string): string =>
  here === START ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`;
