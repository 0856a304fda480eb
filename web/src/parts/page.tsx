/** One page: its title in the tab and at the top, and the focus on it when somebody comes from another page. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

/** The first page keeps the focus where the browser puts it. */
let arrived = false;

/** Hook: names the page in the tab; gives the ref of its heading, which gets the focus whenever the path changes. */
export function useHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = useLocation();
  useEffect(() => {
    document.title = `${title} · Pix2Clip`;
  }, [title]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, [path]);
  return heading;
}

/** The usual frame of a page. `aside` stands beside the heading. */
export function Page(props: {
  title: string;
  lead?: ComponentChildren;
  aside?: ComponentChildren;
  /** For texts and lists that are read line by line. */
  narrow?: boolean;
  /** For a single form, which stands in the middle. */
  form?: boolean;
  children?: ComponentChildren;
}) {
  const heading = useHeading(props.title);
  const width = props.form ? " page-form" : props.narrow ? " page-narrow" : "";
  return (
    <div class={`page${width}`}>
      <div class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead && <p class="page-lead">{props.lead}</p>}
        </div>
        {props.aside}
      </div>
      {props.children}
    </div>
  );
}
