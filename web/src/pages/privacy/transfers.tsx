/** The ledger of what left the European Union. */
import { Fragment } from "preact";
import { readTransferNotice } from "../../api.ts";
import { formatBytes, formatDateTime, formatNumber, keptTogether } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/figures.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { NoticePoints } from "../../parts/notice-points.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { listTransfers, type TransferPage } from "../../privacy-api.ts";
import { usePages, useQuery } from "../../query.ts";
import { session } from "../../session.ts";
import { PrivacyPage, Right } from "./frame.tsx";

type Call = TransferPage["items"][number];
type Total = TransferPage["totals"][number];

export default function Transfers() {
  const text = usePrivacyText().transfers;
  const { sandbox } = session.use();
  const { data: ledger } = useQuery("privacy-transfer-totals", () => listTransfers());
  return (
    <PrivacyPage title={text.title} lead={sandbox ? text.leadStandIn : text.lead}>
      {ledger?.safeguards.map(
        ({ suspended }) =>
          suspended && (
            <Notice tone="warm" key={suspended}>
              <span>
                {text.suspended} {suspended}
              </span>
            </Notice>
          ),
      )}
      <Right id="safeguards" title={text.safeguards}>
        {ledger ? <Safeguards safeguards={ledger.safeguards} /> : <SkeletonText lines={5} />}
      </Right>
      <Right id="notice" title={text.notice}>
        <FirstNotice />
      </Right>
      <Right id="calls" title={text.list}>
        {ledger?.totals.map((total) => (
          <TotalLine key={total.processor.id} total={total} />
        ))}
        <Calls />
      </Right>
    </PrivacyPage>
  );
}

/** What is recorded with each recipient outside the Union, and what the service does besides. */
function Safeguards({ safeguards }: Pick<TransferPage, "safeguards">) {
  const text = usePrivacyText().transfers;
  return (
    <>
      {safeguards.length === 0 && <p>{text.staysInside}</p>}
      {safeguards.map(({ processor, lines }) => (
        <Fragment key={processor.id}>
          <p>
            <strong>{nameOf(processor)}</strong>
          </p>
          <ul>
            {[...lines, ...text.measures].map((sentence) => (
              <li key={sentence}>{keptTogether(sentence)}</li>
            ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

/** The notice that comes before the first call, and when its person said to have read it. */
function FirstNotice() {
  const text = usePrivacyText().transfers;
  const { data: notice, error, reload } = useQuery("privacy-transfer-notice", readTransferNotice);
  if (!notice)
    return error === undefined ? <SkeletonText lines={2} /> : <ErrorNotice error={error} retry={reload} />;
  return (
    <>
      <p>
        {notice.acknowledgedAt ? (
          <>
            {text.noticeRead} <Time iso={notice.acknowledgedAt} />.
          </>
        ) : (
          text.noticeUnread
        )}
      </p>
      <details class="more">
        <summary>
          <Icon name="down" />
          {notice.title}
        </summary>
        <NoticePoints points={notice.points} />
      </details>
    </>
  );
}

const nameOf = ({ name, countryName }: Total["processor"]) =>
  countryName ? `${name}, ${countryName}` : name;

function TotalLine({ total }: { total: Total }) {
  const text = usePrivacyText().transfers;
  const locale = useLocale();
  const left = total.remoteItemsLeft;
  // Two calls within the same minute read as one.
  const oneTime = formatDateTime(total.firstAt, locale) === formatDateTime(total.lastAt, locale);
  return (
    <div class="total">
      <p>
        <strong>{nameOf(total.processor)}</strong>
      </p>
      <p class="number">
        {text.total(total.calls, formatNumber(total.calls, locale), formatBytes(total.bytes, locale))}
      </p>
      <p class="soft small">
        {oneTime ? text.on : text.period} <Time iso={total.firstAt} />
        {!oneTime && (
          <>
            {" "}
            {text.to} <Time iso={total.lastAt} />
          </>
        )}
        {" · "}
        {left === 0 ? text.noneLeft : text.left(left, formatNumber(left, locale))}
      </p>
    </div>
  );
}

function Calls() {
  const text = useText();
  const words = usePrivacyText().transfers;
  const { data, error, loading, reload, more } = usePages<Call>("privacy-transfers", listTransfers);
  if (!data)
    return error === undefined ? <SkeletonText lines={8} /> : <ErrorNotice error={error} retry={reload} />;
  if (data.items.length === 0) return <p>{words.emptyText}</p>;
  return (
    <>
      <div>
        {data.items.map((call) => (
          <CallLine key={call.id} call={call} />
        ))}
      </div>
      {error !== undefined && <ErrorNotice error={error} retry={more} />}
      {data.next && (
        <Button busy={loading} onClick={() => void more()}>
          {text.shell.more}
        </Button>
      )}
    </>
  );
}

function CallLine({ call }: { call: Call }) {
  const text = usePrivacyText().transfers;
  const locale = useLocale();
  return (
    <details class="more held">
      <summary>
        <Icon name="down" />
        <span class="held-name">
          {call.operation}{" "}
          <span class="soft small">
            <Time iso={call.createdAt} />
          </span>
        </span>
        <span class="soft small number">{formatBytes(call.bytes, locale)}</span>
      </summary>
      <div class="call">
        <p>
          {text.what} {call.fields.map(({ name }) => name).join(", ")}
        </p>
        <p>
          {text.ground} {keptTogether(call.ground.text)}
        </p>
        {call.remoteItems.map((item) => (
          <p key={item.createdAt}>
            {item.deletedAt ? (
              <>
                {text.copyDeleted} <Time iso={item.deletedAt} />
              </>
            ) : item.deletionPending ? (
              text.copyPending
            ) : (
              text.copyThere
            )}
            <span class="soft small"> ({item.name})</span>
          </p>
        ))}
        <p class="soft small">
          {text.digest} <code class="breakable">{call.sha256}</code>
        </p>
        {call.generationId && <a href={`/library/${call.generationId}`}>{text.for}</a>}
      </div>
    </details>
  );
}
