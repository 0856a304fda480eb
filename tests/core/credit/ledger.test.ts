import { beforeAll, describe, expect, test } from "vitest";
import { account } from "../../../core/account/account.sql.ts";
import { now } from "../../../core/base/clock.ts";
import { db, one, transaction } from "../../../core/base/database.ts";
import { AppError } from "../../../core/base/error.ts";
import { type Id, newId } from "../../../core/base/id.ts";
import { holdCredits, issueCredits, readBooks, settleCredits } from "../../../core/credit/ledger.ts";
import { owner } from "../../support/owner.ts";

type AccountId = Id<"account">;
type GenerationId = Id<"generation">;

const OPERATIONS = 10_000;
const PEOPLE = 8;
/** Operations in flight at a time: more than the pool has connections, so that they also wait for each other. */
const AT_A_TIME = 24;
const LOOK_EVERY = 100;

async function newAccount(): Promise<AccountId> {
  const row = {
    firstName: "Ana",
    lastName: "Durand",
    locale: "en",
    passwordHash: "none",
    state: "active",
  } as const;
  const email = `${newId()}@example.org`;
  return one(
    await db()
      .insert(account)
      .values({ ...row, email, verifiedAt: now() })
      .returning({ id: account.id }),
  ).id;
}

/** The same numbers on every run: a failure can be looked at again (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Abort extends Error {}

/** Books with less than nothing in them, lot by lot, as one snapshot shows them. */
const negativeBooks = async (): Promise<unknown[]> => [
  ...(await owner`
    with moved as (
      select lot_id, to_book as book, credits from credit_entry
      union all select lot_id, from_book, -credits from credit_entry)
    select lot_id, book, sum(credits) as balance from moved
    where book <> 'issued' group by lot_id, book having sum(credits) < 0`),
];

/** What the ledger should say, kept beside it with plain arithmetic. */
type Person = { id: AccountId; issued: number; spent: number; holds: Map<GenerationId, number> };

/** Runs work that ends in an error after it did its part: nothing of it may stay. */
async function aborted(work: () => Promise<unknown>): Promise<void> {
  const attempt = transaction(async () => {
    await work();
    throw new Abort();
  });
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Abort) && !(error instanceof AppError)) throw error;
  });
}

async function issue(person: Person, credits: number): Promise<void> {
  await transaction(() => issueCredits(person.id, "welcome", credits));
  person.issued += credits;
}

async function hold(person: Person, credits: number): Promise<boolean> {
  const generationId = newId<"generation">();
  try {
    await transaction(() => holdCredits(person.id, generationId, credits));
    person.holds.set(generationId, credits);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "insufficient_credits") return false;
    throw error;
  }
}

/** Settles a hold; `credits` may be nothing, a part, all, or more than was held. */
async function settle(person: Person, generationId: GenerationId, credits: number): Promise<void> {
  const held = person.holds.get(generationId) ?? 0;
  person.holds.delete(generationId);
  const spent = await transaction(() => settleCredits(person.id, generationId, credits));
  expect(spent).toBe(Math.min(held, credits));
  person.spent += spent;
}

describe(`${OPERATIONS} random operations, many at a time`, () => {
  const people: Person[] = [];
  const looks: unknown[][] = [];
  const counts = { issued: 0, held: 0, refused: 0, settled: 0, twice: 0, aborted: 0 };

  beforeAll(async () => {
    for (let index = 0; index < PEOPLE; index++)
      people.push({ id: await newAccount(), issued: 0, spent: 0, holds: new Map() });
    const random = randomNumbers(20_261_124);
    const one = async () => {
      const person = people[random(PEOPLE)] as Person;
      const [kind, amount] = [random(100), 1 + random(40)];
      const open = [...person.holds.keys()];
      const chosen = open[random(Math.max(1, open.length))];
      if (kind < 12) {
        await issue(person, amount);
        counts.issued++;
      } else if (kind < 50) {
        if (await hold(person, amount)) counts.held++;
        else counts.refused++;
      } else if (kind < 88) {
        if (chosen === undefined) return;
        await settle(person, chosen, random(3) === 0 ? 0 : random(45));
        counts.settled++;
        if (kind < 55) {
          expect(await transaction(() => settleCredits(person.id, chosen, 40))).toBe(0);
          counts.twice++;
        }
      } else {
        const generationId = newId<"generation">();
        await aborted(async () => {
          if (kind < 92) await issueCredits(person.id, "welcome", amount);
          else if (kind < 96) await holdCredits(person.id, generationId, amount);
          else if (chosen !== undefined) await settleCredits(person.id, chosen, amount);
        });
        counts.aborted++;
      }
    };
    let left = OPERATIONS;
    const worker = async () => {
      while (left-- > 0) {
        if (left % LOOK_EVERY === 0) looks.push(await negativeBooks());
        await one();
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  }, 180_000);

  test("each kind of operation has happened often, also those that were refused, repeated and aborted", () => {
    for (const [kind, count] of Object.entries(counts))
      expect([kind, count]).toEqual([kind, expect.toSatisfy((n) => n > 200)]);
  });

  test("the sum over all books of everybody is zero", async () => {
    const [row] = await owner<{ into: string; out: string; total: string }[]>`
      with moved as (
        select to_book as book, credits from credit_entry
        union all select from_book, -credits from credit_entry)
      select sum(credits) filter (where credits > 0) as into, sum(credits) filter (where credits < 0) as out,
        sum(credits) as total from moved`;
    expect(Number(row?.total)).toBe(0);
    expect(Number(row?.into)).toBeGreaterThan(OPERATIONS);
  });

  test("no book but the source is negative in any lot, at the end and whenever somebody looked meanwhile", async () => {
    looks.push(await negativeBooks());
    expect(looks.length).toBeGreaterThan(OPERATIONS / LOOK_EVERY);
    expect(looks.flat()).toEqual([]);
  });

  test("the books of each person say what plain arithmetic says", async () => {
    for (const person of people) {
      const held = [...person.holds.values()].reduce((sum, credits) => sum + credits, 0);
      const available = person.issued - person.spent - held;
      expect(await readBooks(person.id)).toEqual({ available, held, spent: person.spent });
    }
  });

  test("no lot gives more than it brought in, and each brought it in once", async () => {
    const wrong = await owner`
      select l.id from credit_lot l left join credit_entry e on e.lot_id = l.id and e.event = 'issue'
      group by l.id, l.credits having coalesce(sum(e.credits), 0) <> l.credits or count(e.id) <> 1`;
    expect(wrong).toEqual([]);
  });
});

test("two holds at the same moment cannot spend the same last credits", async () => {
  const id = await newAccount();
  await transaction(() => issueCredits(id, "welcome", 10));
  const both = Array.from({ length: 8 }, () => transaction(() => holdCredits(id, newId<"generation">(), 10)));
  const results = await Promise.allSettled(both);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await readBooks(id)).toEqual({ available: 0, held: 10, spent: 0 });
});

describe("nobody changes or removes a line of the ledger", () => {
  const changes = [
    "update credit_entry set credits = credits + 1",
    "delete from credit_entry",
    "truncate credit_entry",
    "update credit_lot set credits = credits + 1",
    "delete from credit_lot",
    "truncate credit_lot cascade",
  ];

  test.each(changes)("as the service: %s", async (statement) => {
    const refused = db().execute(statement);
    await expect(refused).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test.each(changes)("as the owner of the tables: %s", async (statement) => {
    const id = await newAccount();
    await transaction(() => issueCredits(id, "welcome", 1));
    await expect(owner.unsafe(statement)).rejects.toThrow("append-only");
  });

  test.each([
    ["a movement of nothing", "available", "held", 0],
    ["a movement backwards", "available", "held", -5],
    ["a movement from a book to itself", "held", "held", 5],
  ])("not even as a new line: %s", async (_, from, to, credits) => {
    const id = await newAccount();
    await transaction(() => issueCredits(id, "welcome", 1));
    const [lot] = await owner<{ id: string }[]>`select id from credit_lot where account_id = ${id}`;
    const line = owner`
      insert into credit_entry (id, account_id, lot_id, event, from_book, to_book, credits, created_at)
      values (uuidv7(), ${id}, ${lot?.id ?? ""}, 'hold', ${from}, ${to}, ${credits}, now())`;
    await expect(line).rejects.toMatchObject({ code: "23514" });
  });
});
