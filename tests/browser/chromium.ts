/** The Chromium of the browser tests: from the package registry on Linux x64, the installed Chrome elsewhere. */
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** Nothing but what we know the need of: the package's own list of arguments runs everything in one process. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function whereItIs(): Promise<LaunchOptions> {
  if (process.env.CHROME_PATH) return { executablePath: process.env.CHROME_PATH };
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" };
  const { default: packaged } = await import("@sparticuz/chromium");
  return { executablePath: await packaged.executablePath() };
}

/** Starts it without a window. Throws an error that says what to do when there is none. */
export async function launchChromium(): Promise<Browser> {
  try {
    return await chromium.launch({ ...(await whereItIs()), args: ARGUMENTS });
  } catch (error) {
    throw new Error(
      "No Chromium for the browser tests. On Linux x64 it comes with npm install and needs libnss3, libnspr4 and " +
        "libexpat1; elsewhere install Chrome, or set CHROME_PATH to a Chrome or Chromium.",
      { cause: error },
    );
  }
}
