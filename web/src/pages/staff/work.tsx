/** What is under way: erasures, accounts that are closing, messages, the journal. Counts and instants, and of nobody. */
import type { ComponentChildren } from "preact";
import { formatNumber } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { staffText } from "../../page-texts.ts";
import { Time } from "../../parts/figures.tsx";
import type { OperationsView } from "../../staff-api.ts";

export function Work({ view }: { view: OperationsView }) {
  return (
    <>
      <Erasures view={view} />
      <Messages view={view} />
      <Journal journal={view.journal} />
    </>
  );
}

function Facts(props: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="section operations" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <dl class="operation-facts">{props.children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="number">{children}</dd>
    </div>
  );
}

const Count = ({ value }: { value: number }) => <>{formatNumber(value, useLocale())}</>;

/** How many, and how old the oldest is. */
function Waiting({ waiting, oldestAt }: { waiting: number; oldestAt: string | null }) {
  const text = staffText.use();
  return (
    <>
      <Count value={waiting} />
      {oldestAt && (
        <span class="soft small">
          {" "}
          ({text.oldestOf} <Time iso={oldestAt} />)
        </span>
      )}
    </>
  );
}

function Erasures({ view: { erasures, closings } }: { view: OperationsView }) {
  const text = staffText.use();
  const locale = useLocale();
  const steps = erasures.steps.map(({ step, count }) => `${step} ${formatNumber(count, locale)}`).join(", ");
  return (
    <Facts id="erasures" title={text.erasures}>
      <Fact name={text.underWay}>
        <Waiting {...erasures} />
      </Fact>
      <Fact name={text.lateOnes}>
        <Count value={erasures.late + closings.late} />
      </Fact>
      <Fact name={text.steps}>{steps || text.nothing}</Fact>
      <Fact name={text.lastFinished}>
        {erasures.finishedAt ? <Time iso={erasures.finishedAt} /> : text.nothing}
      </Fact>
      <Fact name={text.closings}>
        <Count value={closings.waiting} />
      </Fact>
      <Fact name={text.nextClosing}>
        {closings.oldestAt ? <Time iso={closings.oldestAt} /> : text.nothing}
      </Fact>
    </Facts>
  );
}

function Messages({ view: { outbox, mails, queues } }: { view: OperationsView }) {
  const text = staffText.use();
  return (
    <>
      <Facts id="messages" title={text.messages}>
        <Fact name={text.outbox}>
          <Waiting {...outbox} />
        </Fact>
        <Fact name={text.mails}>
          <Waiting {...mails} />
        </Fact>
      </Facts>
      {queues === null ? (
        <p>{text.alarm.queues_unreachable(0, "", null)}</p>
      ) : (
        <table class="operation-queues number">
          <thead>
            <tr>
              <th scope="col">{text.queue}</th>
              <th scope="col">{text.waiting}</th>
              <th scope="col">{text.dead}</th>
            </tr>
          </thead>
          <tbody>
            {queues.map(({ name, waiting, dead }) => (
              <tr key={name} class={dead ? "operation-bad" : undefined}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  <Count value={waiting} />
                </td>
                <td>{dead === null ? text.noDead : <Count value={dead} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Journal({ journal }: { journal: OperationsView["journal"] }) {
  const text = staffText.use();
  return (
    <Facts id="journal" title={text.journal}>
      <Fact name={text.position}>
        <Count value={journal.sequence} />
        {journal.at && (
          <span class="soft small">
            {" "}
            (<Time iso={journal.at} />)
          </span>
        )}
      </Fact>
      <Fact name={text.pending}>
        <Waiting {...journal} />
      </Fact>
    </Facts>
  );
}
