/** The single-use token that a link in a mail carries. */

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { ApiError } from "./http.ts";

/**
 * Hook: the token of the address, read once and then taken out of the address bar and of the history, so that it is
 * neither copied with the address nor sent anywhere.
 */
export function useMailToken(): string {
  const { query, path, route } = useLocation();
  const [token] = useState(query.token ?? "");
  useEffect(() => {
    if (query.token) route(path, true);
  }, []);
  return token;
}

/** What an address without a token leads to; nobody has to be asked for that. */
const NO_TOKEN = new ApiError({ code: "token_invalid", detail: "", fields: [{ path: "token", detail: "" }] });

export type Use<T> = { state: "busy" } | { state: "done"; value: T } | { state: "failed"; error: unknown };

/** Hook: uses a token as soon as the page is shown, once; `again` repeats it after a lost connection. */
export function useToken<T>(
  token: string,
  use: (token: string) => Promise<T>,
): Use<T> & { again: () => void } {
  const [now, setNow] = useState<Use<T>>({ state: "busy" });
  const run = () => {
    if (token === "") {
      setNow({ state: "failed", error: NO_TOKEN });
      return;
    }
    setNow({ state: "busy" });
    use(token).then(
      (value) => setNow({ state: "done", value }),
      (error: unknown) => setNow({ state: "failed", error }),
    );
  };
  useEffect(run, [token]);
  return { ...now, again: run };
}
