/** What is pressed, and links that look the same. */
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import { Spinner } from "./progress.tsx";

/** `primary` once a page; `quiet` beside it; `bare` inside texts and bars; `danger` for what cannot be undone. */
export type Tone = "primary" | "quiet" | "bare" | "danger";

type Looks = {
  tone?: Tone | undefined;
  small?: boolean | undefined;
  icon?: IconName | undefined;
  children?: ComponentChildren;
};
type ButtonProps = Looks & {
  /** Under way: keeps the focus and its width, says so to readers of screens, and cannot be pressed again. */
  busy?: boolean | undefined;
} & Omit<ButtonHTMLAttributes, "icon" | "children">;

const looks = ({ tone = "quiet", small }: Looks) => `button button-${tone}${small ? " button-small" : ""}`;

/** A button; of type "button" unless it says "submit". */
export function Button({ tone, small, icon, busy = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={looks({ tone, small })}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows only a drawing; `label` is its name. */
export function IconButton({ label, icon, small, ...rest }: ButtonProps & { label: string; icon: IconName }) {
  const { tone: _, busy: __, children: ___, ...attributes } = rest;
  return (
    <button
      type="button"
      {...attributes}
      class={`button button-bare button-icon${small ? " button-small" : ""}`}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A link that looks like a button. `download` and `external` are left to the browser. */
export function ButtonLink({
  href,
  download,
  external,
  children,
  icon,
  ...style
}: Looks & { href: string; download?: boolean | undefined; external?: boolean | undefined }) {
  return (
    <a
      href={href}
      class={looks(style)}
      download={download}
      {...(external ? { target: "_blank", rel: "noreferrer" } : {})}
    >
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
