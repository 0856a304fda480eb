/** The balance, and every movement that led to it. */
import { type CreditEntryView, listEntries, readModels } from "../api.ts";
import { useBalance } from "../balance.ts";
import { useText } from "../language.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { EntryRow } from "../parts/entry-row.tsx";
import { Credits, Euros } from "../parts/figures.tsx";
import { ErrorNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { SkeletonText } from "../parts/skeleton.tsx";
import { usePages, useQuery } from "../query.ts";
import "../style/credits.css";

export default function CreditsPage() {
  const text = useText();
  return (
    <Page title={text.shell.credits} lead={text.credits.lead}>
      <Balance />
      <h2 class="history-heading">{text.credits.history}</h2>
      <History />
    </Page>
  );
}

function Balance() {
  const text = useText();
  const { data, error, reload } = useBalance();
  if (error !== undefined && !data) return <ErrorNotice error={error} retry={reload} />;
  return (
    <dl class="balance">
      <div class="balance-main">
        <dt>{text.credits.available}</dt>
        <dd>
          {data ? <Credits value={data.available} /> : <SkeletonText lines={1} />}
          <span class="balance-note">
            {data && (
              <>
                {text.credits.worth} <Euros cents={data.valueCents} />
              </>
            )}
          </span>
        </dd>
      </div>
      <div>
        <dt>{text.credits.held}</dt>
        <dd>
          {data ? <Credits value={data.held} /> : <SkeletonText lines={1} />}
          <span class="balance-note">{text.credits.heldHint}</span>
        </dd>
      </div>
      <div>
        <dt>{text.credits.spent}</dt>
        <dd>{data ? <Credits value={data.spent} /> : <SkeletonText lines={1} />}</dd>
      </div>
    </dl>
  );
}

function History() {
  const text = useText();
  const entries = usePages("credit-entries", listEntries);
  const { data, error, loading, reload, more } = entries;
  if (!data)
    return error === undefined ? <SkeletonText lines={8} /> : <ErrorNotice error={error} retry={reload} />;
  if (data.items.length === 0)
    return (
      <EmptyState icon="credits" title={text.credits.emptyTitle} text={text.credits.emptyText}>
        <ButtonLink tone="primary" href="/studio">
          {text.credits.toStudio}
        </ButtonLink>
      </EmptyState>
    );
  return (
    <>
      <HistoryTable items={data.items} />
      {error !== undefined && <ErrorNotice error={error} retry={more} />}
      {data.next && (
        <div class="form-after">
          <Button busy={loading} onClick={() => void more()}>
            {text.shell.more}
          </Button>
        </div>
      )}
    </>
  );
}

function HistoryTable({ items }: { items: readonly CreditEntryView[] }) {
  const text = useText();
  const { data } = useQuery("models", readModels);
  return (
    <table class="history">
      <colgroup>
        <col />
        <col class="history-column-when" />
        <col class="history-column-change" />
      </colgroup>
      <thead class="unseen">
        <tr>
          <th scope="col">{text.credits.what}</th>
          <th scope="col">{text.credits.when}</th>
          <th scope="col">{text.credits.change}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <EntryRow key={entry.id} entry={entry} models={data?.models ?? []} />
        ))}
      </tbody>
    </table>
  );
}
