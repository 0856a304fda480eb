/** Which address shows which page. Each page is a file of its own, loaded when it is first needed. */
import type { ComponentType } from "preact";
import { lazy } from "preact-iso";
import { closingText, landingText, privacyText, settingsText, staffText } from "./page-texts.ts";
import { Broken } from "./parts/error-boundary.tsx";
import { forAccount, forRights, forStaff, forVisitor } from "./parts/guard.tsx";

type Load = () => Promise<{ default: ComponentType }>;
type PageRoute = { path: string; component: ComponentType; preload: () => Promise<unknown> };

const route = (path: string, load: Load, guard = (page: ComponentType) => page): PageRoute => {
  // A file that does not come (no network, a new release) is a page too: it says so and offers to reload.
  const page = lazy(() => load().catch(() => ({ default: Broken })));
  return { path, component: guard(page), preload: page.preload };
};

/** Pages with texts of their own, which come together with them. */
const withText =
  (...texts: { load: () => Promise<void> }[]) =>
  (load: Load): Load =>
  async () =>
    (await Promise.all([load(), ...texts.map((text) => text.load())]))[0];
const settings = withText(settingsText);
const privacy = withText(settingsText, privacyText);
const closing = withText(settingsText, privacyText, closingText);
const landing = withText(landingText);
const staff = withText(staffText);

export const ROUTES: readonly PageRoute[] = [
  route(
    "/",
    landing(() => import("./pages/landing/landing.tsx")),
  ),
  route("/sign-up", () => import("./pages/sign-up.tsx"), forVisitor),
  route("/sign-in", () => import("./pages/sign-in.tsx"), forVisitor),
  route("/confirm", () => import("./pages/confirm.tsx")),
  route("/forgot", () => import("./pages/forgot.tsx")),
  route("/reset", () => import("./pages/reset.tsx")),
  route("/email/confirm", () => import("./pages/email-confirm.tsx")),
  route("/email/undo", () => import("./pages/email-undo.tsx")),
  route("/studio", () => import("./pages/studio/studio.tsx"), forAccount),
  route("/library", () => import("./pages/library/library.tsx"), forAccount),
  route("/library/:id", () => import("./pages/library/item.tsx"), forAccount),
  route("/credits", () => import("./pages/credits.tsx"), forAccount),
  route(
    "/settings",
    settings(() => import("./pages/settings/profile.tsx")),
    forAccount,
  ),
  route(
    "/settings/security",
    settings(() => import("./pages/settings/security.tsx")),
    forAccount,
  ),
  route(
    "/settings/sessions",
    settings(() => import("./pages/settings/sessions.tsx")),
    forAccount,
  ),
  route(
    "/settings/privacy",
    privacy(() => import("./pages/privacy/panel.tsx")),
    forRights,
  ),
  route(
    "/settings/privacy/data",
    privacy(() => import("./pages/privacy/data.tsx")),
    forRights,
  ),
  route(
    "/settings/privacy/transfers",
    privacy(() => import("./pages/privacy/transfers.tsx")),
    forRights,
  ),
  route(
    "/settings/privacy/directives",
    privacy(() => import("./pages/privacy/directives.tsx")),
    forRights,
  ),
  route(
    "/settings/privacy/close",
    closing(() => import("./pages/privacy/close.tsx")),
    forRights,
  ),
  route(
    "/closing",
    closing(() => import("./pages/privacy/closing.tsx")),
    forRights,
  ),
  route(
    "/erasing",
    closing(() => import("./pages/privacy/erasing.tsx")),
  ),
  route(
    "/staff",
    staff(() => import("./pages/staff/staff.tsx")),
    forStaff,
  ),
];

/** For every other address. */
export const NOT_FOUND: PageRoute = route("", () => import("./pages/not-found.tsx"));

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}/?$`).test(path);

/** The pattern of the page that an address shows: "/library/:id" for any piece of the library. */
export const patternOf = (path: string): string | undefined =>
  ROUTES.find((one) => matches(one.path, path))?.path;

/** Loads the page of an address ahead of showing it. Never throws: a page that cannot be loaded says so when shown. */
export async function preloadPage(path: string): Promise<void> {
  await (ROUTES.find((one) => matches(one.path, path)) ?? NOT_FOUND).preload();
}
