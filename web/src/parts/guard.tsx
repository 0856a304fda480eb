/** Pages for one kind of visitor: signed in, or not yet. */
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import NotFound from "../pages/not-found.tsx";
import { returnPath, signInPath } from "../return-path.ts";
import { session } from "../session.ts";
import { Unreachable } from "./unreachable.tsx";

/** Where an account that is being closed lands, whatever it was going to. */
export const CLOSING_PAGE = "/closing";
/** Where somebody lands whose account is erased at once. */
export const ERASING_PAGE = "/erasing";

/** Shows the page to an account that is open. */
export function forAccount(Inner: ComponentType): ComponentType {
  return forRights(function OpenPage() {
    const { account } = session.use();
    const { route } = useLocation();
    const closing = account?.state === "closing" || account?.state === "erasing";
    useEffect(() => {
      if (closing) route(CLOSING_PAGE, true);
    }, [closing]);
    return closing ? null : <Inner />;
  });
}

/**
 * Shows the page to somebody signed in, in every state of the account; sends others to sign in and back, or home if they
 * have just signed out.
 */
export function forRights(Inner: ComponentType): ComponentType {
  return function AccountPage() {
    const { account, unknown, left } = session.use();
    const { url, route } = useLocation();
    const leave = !account && !unknown;
    useEffect(() => {
      if (leave) route(left ? "/" : signInPath(url), true);
    }, [leave]);
    if (account) return <Inner />;
    return unknown ? <Unreachable /> : null;
  };
}

/** Shows the page to staff; to everybody else its address leads nowhere. */
export function forStaff(Inner: ComponentType): ComponentType {
  return function StaffPage() {
    const { account, staff, unknown } = session.use();
    if (account && staff) return <Inner />;
    return unknown ? <Unreachable /> : <NotFound />;
  };
}

/** Shows the page to somebody who is not signed in; others go on to where they wanted. */
export function forVisitor(Inner: ComponentType): ComponentType {
  return function VisitorPage() {
    const { account } = session.use();
    const { query, route } = useLocation();
    useEffect(() => {
      if (account) route(returnPath(query.next), true);
    }, [account]);
    return account ? null : <Inner />;
  };
}
