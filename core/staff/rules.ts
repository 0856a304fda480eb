/** The last evidence of every purge: what it found and removed, and whether the oldest thing that it left is overdue. */
import { sql } from "drizzle-orm";
import { requestFacts } from "../base/actor.ts";
import { DAY, now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { endOf } from "../privacy/period.ts";
import { RETENTION, type RetentionRule } from "../privacy/retention.ts";
import { periodText, RULES } from "../privacy/words.ts";
import type { RuleView } from "./operations.schema.ts";

/** Purges come within a day of what is due (policy 06; design, section 4): what is older still has been missed. */
const PATIENCE = DAY;

type Evidence = {
  rule: string;
  table_name: string;
  found: number;
  deleted: number;
  failed: number;
  oldest_left: string | null;
  finished_at: string;
};

/** One line for each rule and table, in their order. */
export async function readRules(): Promise<RuleView[]> {
  const rows = await db().execute<Evidence>(LAST_EVIDENCE);
  return rows.filter((row) => row.rule in RETENTION).map(viewOf);
}

/** One step in the index for each rule and table: evidence is kept for years, and all of it would be read otherwise. */
const LAST_EVIDENCE = sql`
  with recursive purges as (
    (select rule, table_name from purge_run order by rule, table_name limit 1)
    union all
    select after.rule, after.table_name from purges, lateral (
      select rule, table_name from purge_run
      where (rule, table_name) > (purges.rule, purges.table_name) order by rule, table_name limit 1) after)
  select last.rule, last.table_name, last.found, last.deleted, last.failed, last.oldest_left, last.finished_at
  from purges, lateral (
    select * from purge_run where rule = purges.rule and table_name = purges.table_name
    order by started_at desc limit 1) last
  order by last.rule, last.table_name`;

function viewOf(row: Evidence): RuleView {
  const { locale } = requestFacts();
  const rule = row.rule as RetentionRule;
  const oldest = row.oldest_left === null ? null : new Date(row.oldest_left);
  const due = oldest && endOf(rule, oldest);
  return {
    rule,
    table: row.table_name,
    what: RULES[rule].what[locale],
    period: periodText(RETENTION[rule], locale) ?? "",
    ranAt: new Date(row.finished_at).toISOString(),
    found: row.found,
    deleted: row.deleted,
    failed: row.failed,
    oldestAt: oldest?.toISOString() ?? null,
    dueAt: due?.toISOString() ?? null,
    late: due !== null && now().getTime() - due.getTime() > PATIENCE,
  };
}
