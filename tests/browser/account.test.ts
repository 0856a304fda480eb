import { expect } from "vitest";
import { signUp } from "./account.ts";
import { journey } from "./journey.ts";
import { settled } from "./visitor.ts";

journey(
  "a new person signs up, confirms through the mailbox, and is in the studio with credits",
  {},
  async (visitor) => {
    const { page, text, context } = visitor;
    await signUp(visitor);
    await page.getByRole("link", { name: text.shell.creditCount(1000, "1,000") }).waitFor();
    const cookies = await context.cookies();
    const session = cookies.find((cookie) => cookie.name === "__Host-session");
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    expect(cookies.map((cookie) => cookie.name).toSorted()).toEqual(["__Host-csrf", "__Host-session"]);
    await page.reload();
    await settled(page);
    await page.getByRole("heading", { level: 1, name: text.studio.title }).waitFor();
    expect(await page.evaluate(() => document.cookie)).not.toContain("session");
  },
);
