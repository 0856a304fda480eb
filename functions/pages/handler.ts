/** The pages on Lambda, from the same address as the API: a function that holds files and knows nothing else. */
import { resolve } from "node:path";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { securityHeaders } from "../api/security-headers.ts";
import { pages } from "./pages.ts";

const app = new Hono();
app.use(securityHeaders(process.env.STORAGE_ENDPOINT ?? ""));
app.route("/", await pages(resolve("dist")));

export const handler = handle(app);
