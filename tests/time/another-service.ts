import { vi } from "vitest";

/**
 * Everything anew, the configuration included: a service with its own database, buckets, queues and secrets, which shares
 * nothing with the one before. What that one has not loaded yet it must not need any more. Returns the life in it.
 */
export async function anotherService(): Promise<typeof import("./live.ts").live> {
  vi.resetModules();
  await import("../support/setup.ts");
  await import("./setup.ts");
  return (await import("./live.ts")).live;
}
