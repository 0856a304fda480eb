/** What the service holds at the end of a day, fetched by the database's owner in one question. */
import { owner } from "../../support/owner.ts";

export type Held = {
  accounts: { id: string; email: string; state: string; restricted: boolean }[];
  content: {
    id: string;
    kind: "generation" | "media";
    account: string;
    at: string;
    madeBy: string | null;
    keys: (string | null)[];
  }[];
  credits: Record<string, { available: number; held: number; spent: number; other: number }>;
  /** Undefined on days on which nothing of it ends. */
  log: { lines: number; oldest: string | null } | undefined;
  /** Consents on record by account or pseudonym. */
  choices: Record<string, number>;
  /** Lines of the books that the law keeps. */
  purchases: string[];
  oldest: Record<string, string | null>;
  /** Messages that were written and not sent. */
  outbox: number;
  copies: { id: string; state: string; expiresAt: string | null; parts: number }[];
};

const moves = (book: string) => owner`coalesce(sum(case when to_book = ${book} then credits
  when from_book = ${book} then -credits else 0 end), 0)::int`;

/** Everything. `kinds` are the lines of the log that the machine keeps book of; without them the log is not looked at. */
export async function fetchHeld(kinds: readonly string[] | undefined): Promise<Held> {
  const [row] = await owner<{ held: Held }[]>`select json_build_object(
    'accounts', (select coalesce(json_agg(json_build_object('id', id, 'email', email, 'state', state,
      'restricted', restricted_at is not null)), '[]') from account),
    'content', (select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'account', account_id,
      'at', created_at, 'madeBy', made_by, 'keys', keys)), '[]') from (
        select id, 'generation' as kind, account_id, created_at, null::uuid as made_by, '{}'::text[] as keys
        from generation
        union all select id, 'media', account_id, created_at, generation_id,
          array[upload_key, object_key, thumbnail_key, sealed_key] from media) content),
    'credits', (select coalesce(json_object_agg(account_id, json_build_object('available', available,
      'held', held, 'spent', spent, 'other', other)), '{}') from (
        select account_id, ${moves("available")} as available, ${moves("held")} as held,
          ${moves("spent")} as spent, ${moves("issued")} + ${moves("expired")} as other
        from credit_entry group by account_id) books),
    'choices', (select coalesce(json_object_agg(account_id, choices), '{}') from (
      select account_id, count(*)::int as choices from consent_event group by account_id) consents),
    'purchases', (select coalesce(json_agg(id), '[]') from later_book),
    'oldest', json_build_object(
      'session', (select min(created_at) from session),
      'mail', (select min(created_at) from mail),
      'account_token', (select min(expires_at) from account_token),
      'email_change', (select min(created_at) from email_change),
      'throttle', (select min(expires_at) from throttle)),
    'outbox', (select count(*)::int from outbox),
    'copies', (select coalesce(json_agg(json_build_object('id', id, 'state', state, 'expiresAt', expires_at,
      'parts', (select count(*)::int from export_part where export_id = data_export.id))), '[]')
      from data_export)) as held`;
  if (!row) throw new Error("no answer");
  return { ...row.held, log: kinds && (await fetchLog(kinds)) };
}

/** Its hundreds of days make this the longest of all questions. */
async function fetchLog(kinds: readonly string[]): Promise<Held["log"]> {
  const [row] = await owner<{ lines: number; oldest: Date | null }[]>`
    select count(*) filter (where kind = any(${[...kinds]}))::int as lines, min(at) as oldest from security_event`;
  return row && { lines: row.lines, oldest: row.oldest?.toISOString() ?? null };
}
