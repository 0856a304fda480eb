/** Once for all browser tests: the pages built, the real local stack started, Chromium unpacked. */
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { freePort } from "../../functions/host/ports.ts";
import { stackFolder, startStack } from "../host/stack.ts";
import { launchChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the local stack answers. */
    stackUrl: string;
    /** The file with its environment, for commands that are run beside it. */
    stackEnvironment: string;
  }
}

/** Ten times quicker than in life: long enough to see the progress, short enough to wait for it. */
const SANDBOX_WAIT = "0.1";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build({ root: resolve(import.meta.dirname, "../../web"), logLevel: "warn" });
  const browser = await launchChromium();
  await browser.close();
  const dir = stackFolder();
  const stack = await startStack(dir, {
    PORT: String(await freePort()),
    WELCOME_CREDITS: "1000",
    GENERATION_POLL_SECONDS: "1",
    SANDBOX_WAIT,
  });
  project.provide("stackUrl", stack.url);
  project.provide("stackEnvironment", join(dir, "data/service.env"));
  return async () => {
    const code = await stack.end("SIGTERM");
    rmSync(dir, { recursive: true, force: true });
    // What the service logged as a warning or an error is worth reading beside the result.
    const lines = stack
      .printed()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    if (lines.length > 0) console.log(`The stack logged:\n${lines.join("\n")}`);
    if (code !== 0) throw new Error(`the stack ended with ${code}:\n${stack.printed()}`);
  };
}
