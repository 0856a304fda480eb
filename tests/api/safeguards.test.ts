/** The page of transfers prints what was signed and assessed, and when; it claims nothing that no record says. */
import "../support/transfer-records.ts";
import * as v from "valibot";
import { afterEach, beforeAll, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { type SafeguardView, TransferPage } from "../../core/privacy/transfer.schema.ts";
import { DEPLOYMENTS } from "../support/deployments.ts";
import { person } from "../support/person.ts";

const before = { ...config };
afterEach(() => {
  setClock();
  Object.assign(config, before);
});
let ana: Awaited<ReturnType<typeof person>>;
let anne: Awaited<ReturnType<typeof person>>;
beforeAll(async () => {
  ana = await person();
  anne = await person({ locale: "fr" });
});
const read = async (who: typeof ana): Promise<SafeguardView[]> =>
  v.parse(TransferPage, await (await who.get("/privacy/transfers")).json()).safeguards;
/** As a deployment that sends to the real provider. */
const abroad = (records = before.PROCESSOR_RECORDS) =>
  Object.assign(config, {
    STAGE: "production",
    MINIMAX_BASE_URL: DEPLOYMENTS.host.MINIMAX_BASE_URL,
    PROCESSOR_RECORDS: records,
  });

test("with the stand-in nothing leaves the Union, and nothing is said to protect it", async () => {
  expect(await read(ana)).toEqual([]);
});

test("agreement, clauses and assessment come with their days, and the day of the next review, in both languages", async () => {
  abroad();
  setClock(() => new Date("2026-12-01T12:00:00Z"));
  const [english] = await read(ana);
  expect(english).toMatchObject({
    processor: { id: "minimax", country: "CN", countryName: "China" },
    suspended: null,
  });
  expect(english?.lines).toEqual([
    "Data processing agreement DPA-1, signed on 15 January 2026.",
    expect.stringMatching(/2021\/914.*signed on 15 January 2026\./),
    expect.stringMatching(/TIA-1, made on 1 June 2026\. .* by 1 June 2027;/),
  ]);
  const [french] = await read(anne);
  expect(french?.lines[2]).toMatch(/TIA-1, faite le 1er juin 2026\. .* le 1er juin 2027\s;/);
});

test("past the day of the review it says that nothing is sent; without a record it says that there is none", async () => {
  abroad();
  setClock(() => new Date("2027-06-02T12:00:00Z"));
  expect((await read(await person()))[0]?.suspended).not.toBeNull();
  abroad({});
  const [bare] = await read(await person());
  expect(bare?.lines.map((line) => line.slice(0, 3))).toEqual(["No ", "No ", "No "]);
});
