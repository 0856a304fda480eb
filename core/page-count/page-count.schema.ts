/** Which pages are counted. A closed list of addresses without their parameters: no count can hold an id or a search. */
import * as v from "valibot";

/** The addresses of the pages (web/src/routes.ts), and the one for all that is not found. */
export const COUNTED_PAGES = [
  "/",
  "/sign-up",
  "/sign-in",
  "/confirm",
  "/forgot",
  "/reset",
  "/email/confirm",
  "/email/undo",
  "/studio",
  "/library",
  "/library/:id",
  "/credits",
  "/settings",
  "/settings/security",
  "/settings/sessions",
  "/settings/privacy",
  "/settings/privacy/data",
  "/settings/privacy/transfers",
  "/settings/privacy/directives",
  "/settings/privacy/close",
  "/closing",
  "/erasing",
  "/staff",
  "not-found",
] as const;
export type CountedPage = (typeof COUNTED_PAGES)[number];

export const PageVisit = v.strictObject({ page: v.picklist(COUNTED_PAGES) });
