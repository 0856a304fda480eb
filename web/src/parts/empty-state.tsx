/** What a list shows when there is nothing in it: why, and the next step. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

/** `children` is the next step: a link or a button. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  text: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
