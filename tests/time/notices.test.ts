/** The machine notices what it is there to notice: each promise, broken in the rows that it looks at, is named. */
import { describe, expect, test } from "vitest";
import { type Book, type Content, type Life, openBook, stranger } from "./book.ts";
import { DAY, HOUR, plus, SECOND, yearsLater } from "./calendar.ts";
import type { Held } from "./checks/ledger.ts";
import { checkMails, readMail } from "./checks/mails.ts";
import { checkRows } from "./checks/rows.ts";
import type { Mail } from "./post.ts";
import { beginWorld } from "./world.ts";

const NOON = new Date("2028-02-29T12:00:00Z");

/** One person with a generation of a year ago, less an hour, and what the service holds of that. */
function scene() {
  const life: Life = {
    ...stranger("p001", "p001@example.org", "en"),
    standing: "active",
    accountId: "a",
    confirmedAt: plus(NOON, -400 * DAY),
    lastSignInAt: plus(NOON, -10 * DAY),
    choices: 1,
    credits: { available: 60, spent: 40 },
  };
  const content: Content = { id: "g", owner: life, kind: "generation", createdAt: plus(NOON, -300 * DAY) };
  life.content.set("g", content);
  const book: Book = {
    ...openBook(),
    lives: [life],
    log: [{ at: plus(NOON, -20 * DAY), kind: "signed_in" }],
  };
  book.purchases.set("b", new Date("2019-01-01T00:00:00Z"));
  const held: Held = {
    accounts: [{ id: "a", email: life.email, state: "active", restricted: false }],
    content: [
      {
        id: "g",
        kind: "generation",
        account: "a",
        at: content.createdAt.toISOString(),
        madeBy: null,
        keys: [],
      },
    ],
    credits: { a: { available: 55, held: 5, spent: 40, other: -100 } },
    log: { lines: 1, oldest: plus(NOON, -20 * DAY).toISOString() },
    choices: { a: 1 },
    purchases: ["b"],
    oldest: { session: plus(NOON, -10 * DAY).toISOString() },
    outbox: 0,
    copies: [],
  };
  return { life, content, book, held };
}
type Scene = ReturnType<typeof scene>;

const look = ({ book, held }: Scene, at = NOON) => checkRows(book, held, at, true);

test("nothing is said where every promise holds", () => {
  expect(() => look(scene())).not.toThrow();
});

const BREAKS: Record<string, [RegExp, (scene: Scene) => void]> = {
  "content that is gone before its year": [
    /is gone, and its year ends/,
    ({ held }) => void held.content.pop(),
  ],
  "content older than a year and a day": [
    /is still there/,
    ({ content, held }) => {
      content.createdAt = plus(NOON, -368 * DAY);
      for (const row of held.content) row.at = content.createdAt.toISOString();
    },
  ],
  "content that was restricted and not held": [
    /is gone, and its year ends/,
    ({ life, content, held }) => {
      life.restricted = { purge: "keep" };
      for (const account of held.accounts) account.restricted = true;
      content.createdAt = plus(NOON, -500 * DAY);
      held.content.pop();
    },
  ],
  "content that stays although the restriction was lifted": [
    /is still there/,
    ({ life, content, held }) => {
      life.liftedAt = plus(NOON, -DAY - SECOND);
      content.createdAt = plus(NOON, -500 * DAY);
      for (const row of held.content) row.at = content.createdAt.toISOString();
    },
  ],
  "content that nobody asked for": [
    /nobody asked for/,
    ({ held }) =>
      void held.content.push({
        id: "x",
        kind: "media",
        account: "a",
        at: NOON.toISOString(),
        madeBy: null,
        keys: [],
      }),
  ],
  "what was thrown away and stays": [
    /is still there/,
    ({ content }) => {
      content.trashedAt = plus(NOON, -DAY - HOUR);
    },
  ],
  "a line of the log that is gone before its year": [
    /are not a year old/,
    ({ held }) => {
      if (held.log) held.log.lines = 0;
    },
  ],
  "a line of the log that is older than a year and a day": [
    /the log still holds a line/,
    ({ held }) => {
      if (held.log) held.log.oldest = plus(yearsLater(NOON, -1), -2 * DAY).toISOString();
    },
  ],
  "a closing that is late": [
    /was to be erased/,
    ({ life, held }) => {
      life.standing = "closing";
      life.closesAt = plus(NOON, -DAY);
      for (const account of held.accounts) account.state = "closing";
    },
  ],
  "an account that is gone and was not due": [/the account is gone/, ({ held }) => void held.accounts.pop()],
  "an account that nobody has": [
    /nobody's/,
    ({ held }) =>
      void held.accounts.push({ id: "b", email: "b@example.org", state: "active", restricted: false }),
  ],
  "credits that went astray": [
    /credits and spent/,
    ({ held }) => {
      held.credits.a = { available: 54, held: 5, spent: 41, other: -100 };
    },
  ],
  "a ledger that does not sum to zero": [
    /does not sum to zero/,
    ({ held }) => {
      held.credits.a = { available: 55, held: 5, spent: 40, other: -99 };
    },
  ],
  "a line of the books that is gone before its ten years": [
    /a line of the books is gone/,
    ({ held }) => void held.purchases.pop(),
  ],
  "a line of the books that stays": [
    /a line of the books stays/,
    ({ book }) => void book.purchases.set("b", new Date("2018-01-01T00:00:00Z")),
  ],
  "a choice that is not on record": [
    /are on record/,
    ({ held }) => {
      held.choices = {};
    },
  ],
  "a session of more than 90 days": [
    /a row of session/,
    ({ held }) => {
      held.oldest.session = plus(NOON, -91 * DAY - SECOND).toISOString();
    },
  ],
  "a message that was never sent": [
    /not sent/,
    ({ held }) => {
      held.outbox = 1;
    },
  ],
  "a copy that went before its seven days": [
    /before its seven days/,
    ({ life }) => void life.copies.set("c", { id: "c", askedAt: NOON, readyAt: plus(NOON, -6 * DAY) }),
  ],
  "a copy that stays": [
    /of seven days stays/,
    ({ life, held }) => {
      life.copies.set("c", { id: "c", askedAt: NOON, readyAt: plus(NOON, -8 * DAY) });
      held.copies.push({ id: "c", state: "ready", expiresAt: null, parts: 1 });
    },
  ],
};
for (const [name, [words, change]] of Object.entries(BREAKS))
  test(`it is noticed: ${name}`, () => {
    const broken = scene();
    change(broken);
    expect(() => look(broken)).toThrow(words);
  });

describe("mails", () => {
  const mail = (letter: Mail["letter"], at: Date): Mail => ({
    at,
    to: "p001@example.org",
    letter,
    text: "",
    links: [],
  });
  /** Three years after the last sign-in. */
  const end = yearsLater(plus(NOON, -10 * DAY), 3);
  const read = (letter: Mail["letter"], at: Date, change: (life: Life) => void = () => undefined) => {
    const { life, book } = scene();
    change(life);
    const world = beginWorld(1, at);
    readMail(world, book, mail(letter, at));
    return { life, book, world };
  };

  test("a letter of news without a consent in force is noticed, one that never comes as well", () => {
    expect(() => read("whats_new", NOON)).toThrow(/without a consent/);
    const agrees = (life: Life) => {
      life.consents.add("marketing");
      life.expected.push("whats_new");
    };
    expect(read("whats_new", NOON, agrees).life.expected).toEqual([]);
    const { book, world } = read("export_ready", NOON, agrees);
    expect(() => checkMails(world, book)).toThrow(/waits for whats_new/);
  });
  test("a letter to somebody restricted is noticed, and any mail to somebody erased", () => {
    const restricted = (life: Life) => {
      life.consents.add("marketing");
      life.restricted = { purge: "keep" };
    };
    expect(() => read("whats_new", NOON, restricted)).toThrow(/without a consent/);
    const erased = (life: Life) => {
      life.standing = "erased";
    };
    expect(() => read("export_ready", NOON, erased)).toThrow(/was erased and gets/);
  });
  test("an erasure that comes early, or without its three reminders, is noticed", () => {
    expect(() => read("certificate", plus(end, -SECOND))).toThrow(/which is due/);
    expect(() => read("certificate", end)).toThrow(/after 0 reminders/);
    const reminded = (life: Life) => {
      life.reminded = new Set([90, 30, 7]);
    };
    expect(read("certificate", end, reminded).life.standing).toBe("erased");
  });
  test("a reminder that is missing, and an idle account that stays, are noticed", () => {
    const at = plus(end, -30 * DAY + 2 * DAY);
    const told = (days: number[]) => (life: Life) => {
      life.reminded = new Set(days);
    };
    const late = read("export_ready", at, told([90]));
    expect(() => checkMails(late.world, late.book)).toThrow(/not reminded 30 days/);
    const over = read("export_ready", plus(end, 2 * DAY), told([90, 30, 7]));
    expect(() => checkMails(over.world, over.book)).toThrow(/was to be erased/);
  });
  test("an idle account whose owner has everything kept may stay, and one restricted with the usual periods may not", () => {
    const restricted = (purge: "keep" | "as_usual") => (life: Life) => {
      life.reminded = new Set([90, 30, 7]);
      life.restricted = { purge };
    };
    const kept = read("export_ready", plus(end, 2 * DAY), restricted("keep"));
    expect(() => checkMails(kept.world, kept.book)).not.toThrow();
    const usual = read("export_ready", plus(end, 2 * DAY), restricted("as_usual"));
    expect(() => checkMails(usual.world, usual.book)).toThrow(/was to be erased/);
  });
});
