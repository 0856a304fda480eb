import { asc, eq, inArray, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { account } from "../../../core/account/account.sql.ts";
import { db } from "../../../core/base/database.ts";
import { together } from "../../../core/base/together.ts";
import { consentEvent } from "../../../core/consent/consent.sql.ts";
import { generation } from "../../../core/generation/generation.sql.ts";
import { media } from "../../../core/media/media.sql.ts";
import { choose } from "../../support/consents.ts";
import { ownedBy } from "../../support/owned.ts";
import { person } from "../../support/person.ts";

let ana: Awaited<ReturnType<typeof person>>;
beforeAll(async () => {
  ana = await person({ locale: "fr" });
  for (let n = 0; n < 3; n++) await ownedBy(ana, "generation");
  await ownedBy(ana, "media");
  await choose(ana, "marketing", true);
});

const reads = () => ({
  account: db().select().from(account).where(eq(account.id, ana.accountId)),
  generations: db()
    .select()
    .from(generation)
    .where(inArray(generation.state, ["ready", "failed"]))
    .orderBy(asc(generation.id))
    .limit(2),
  media: db().select({ id: media.id, size: media.bytes, at: media.createdAt }).from(media),
  consents: db().select().from(consentEvent),
  nothing: db().select().from(account).where(eq(account.email, "nobody@example.org")),
});

test("each read gives the rows that it gives alone: instants, numbers, lists, documents and gaps, in their order", async () => {
  const found = await together(reads());
  const alone = reads();
  expect(found.account).toEqual(await alone.account);
  expect(found.generations).toEqual(await alone.generations);
  expect(found.media).toEqual(await alone.media);
  expect(found.consents).toEqual(await alone.consents);
  expect(found.nothing).toEqual([]);
  expect([found.account.length, found.generations.length]).toEqual([1, 2]);
  expect(found.account[0]?.createdAt).toBeInstanceOf(Date);
});

test("a statement of one's own gives its values as JSON has them", async () => {
  const { count } = await together({ count: sql<{ rows: number }>`select count(*)::int as rows from media` });
  expect(count).toEqual([{ rows: 1 }]);
});

test("a select of something else than columns is refused, for its values could not be read", async () => {
  const length = sql<number>`length(${account.email})`;
  const odd = { odd: db().select({ length }).from(account) };
  await expect(together(odd)).rejects.toThrow("length is no column");
});
