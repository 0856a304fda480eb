/** What the parts of the page for staff look like: a heading, and lines that say what they are about, how it went, and what is wrong. */
import { type ComponentChildren, toChildArray } from "preact";
import { Icon } from "../../parts/icon.tsx";

/** A part of the page; `empty` stands where it has no line. */
export function Lines(props: {
  id: string;
  title: string;
  lead?: string;
  empty?: string;
  children: ComponentChildren;
}) {
  const { id, title, lead, empty, children } = props;
  return (
    <section class="section operations" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead && <p class="soft">{lead}</p>}
      {toChildArray(children).length > 0 ? <ul class="operations-lines">{children}</ul> : <p>{empty}</p>}
    </section>
  );
}

/** One line. `fault` is the word for what is wrong: said beside a drawing, not by the colour alone. */
export function Line(props: {
  name: string;
  about?: string;
  fault?: string | undefined;
  children: ComponentChildren;
}) {
  const { name, about, fault, children } = props;
  return (
    <li class={fault ? "operation operation-bad" : "operation"}>
      <div class="operation-name">
        <h3>
          <code>{name}</code>
        </h3>
        {about && <span class="soft small">{about}</span>}
      </div>
      <div class="operation-how small number">{children}</div>
      <span class="operation-fault small">
        {fault && (
          <>
            <Icon name="alert" />
            {fault}
          </>
        )}
      </span>
    </li>
  );
}
