/** The database as its owner sees it: for tests that look with eyes that are not the code's. */
import postgres from "postgres";
import { afterAll } from "vitest";

export const owner = postgres(process.env.OWNER_DATABASE_URL ?? "", { max: 2, onnotice: () => undefined });
afterAll(() => owner.end());
