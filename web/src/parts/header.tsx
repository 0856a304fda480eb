/** The bar at the top of every page; on phones the main ways are at the bottom. */
import { useLocation } from "preact-iso";
import type { AccountView } from "../api.ts";
import { useBalance } from "../balance.ts";
import { formatNumber } from "../format.ts";
import { useLocale, useText } from "../language.ts";
import { session } from "../session.ts";
import { AccountMenu } from "./account-menu.tsx";
import { ButtonLink } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Languages } from "./languages.tsx";
import { Wordmark } from "./wordmark.tsx";

export function Header() {
  const { account } = session.use();
  return (
    <header class="bar">
      <div class="bar-inner">
        <Wordmark />
        {account ? <SignedIn account={account} /> : <SignedOut />}
      </div>
    </header>
  );
}

function SignedIn({ account }: { account: AccountView }) {
  const text = useText();
  return (
    <>
      <nav class="nav" aria-label={text.shell.mainNavigation}>
        <NavLink href="/studio" icon="studio" label={text.shell.studio} />
        <NavLink href="/library" icon="library" label={text.shell.library} />
        <CreditsLink />
      </nav>
      <div class="bar-end">
        <AccountMenu account={account} />
      </div>
    </>
  );
}

function SignedOut() {
  const text = useText();
  const { path } = useLocation();
  return (
    <div class="bar-end">
      <Languages />
      {path !== "/sign-in" && (
        <ButtonLink href="/sign-in" small>
          {text.shell.signIn}
        </ButtonLink>
      )}
    </div>
  );
}

function NavLink({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  const { path } = useLocation();
  const here = path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <a class="nav-link" href={href} aria-current={here}>
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  );
}

/** The way to the history of credits, with the balance once it is known. */
function CreditsLink() {
  const text = useText();
  const locale = useLocale();
  const { path } = useLocation();
  const { data } = useBalance();
  const shown = data && formatNumber(data.available, locale);
  const label = data ? text.shell.creditCount(data.available, shown ?? "") : text.shell.credits;
  return (
    <a
      class="nav-link nav-credits"
      href="/credits"
      aria-label={label}
      aria-current={path === "/credits" ? "page" : undefined}
    >
      <Icon name="credits" />
      <span class="nav-balance">{shown ?? "…"}</span>
      <span class="nav-word-credits number">{label}</span>
    </a>
  );
}
