import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./core/schema.ts",
  out: "./migrations",
  casing: "snake_case",
});
