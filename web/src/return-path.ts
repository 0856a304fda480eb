/** Where somebody was when the pages asked them to sign in, carried in the address as `?next=`. */

const START = "/studio";

/** The page to go to after signing in. Anything that is not a path of this site gives the studio. */
export function returnPath(next: string | undefined): string {
  if (!next?.startsWith("/") || /[\\\s]/.test(next)) return START;
  const { origin, pathname, search } = new URL(next, "https://pages.invalid");
  // "/.//evil.example" is a path of this site that is read as another site's address once it is written out.
  const elsewhere = origin !== "https://pages.invalid" || pathname.startsWith("//");
  return elsewhere || pathname.startsWith("/sign-") ? START : pathname + search;
}

/** The address of the sign-in page that leads back to `here` (path and query). */
export const signInPath = (here: string): string =>
  here === START ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`;
