/** The frame around every page. */
import { useEffect } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useText } from "./language.ts";
import { PageBoundary } from "./parts/error-boundary.tsx";
import { Footer } from "./parts/footer.tsx";
import { Header } from "./parts/header.tsx";
import { Strips } from "./parts/strips.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { NOT_FOUND, ROUTES } from "./routes.ts";
import { session } from "./session.ts";

/** Links to these are no pages of ours: the browser loads them. */
const PAGES = /^\/(?!api\/|sandbox\/|(?:policy|cookies|terms|legal|subprocessors)(?:[/?#]|$))/;

export function App() {
  return (
    <LocationProvider scope={PAGES}>
      <Shell />
    </LocationProvider>
  );
}

function Shell() {
  const text = useText();
  const { path } = useLocation();
  const { account } = session.use();
  useEffect(() => {
    // Only with the consent to it; without, not even the code that could is loaded.
    if (session.get().counted) void import("./count-page.ts").then(({ countPage }) => countPage(path));
  }, [path]);
  return (
    <div class={account ? "shell shell-signed-in" : "shell"}>
      <a class="skip" href="#content">
        {text.shell.skip}
      </a>
      <Header />
      <Strips />
      <main id="content" tabIndex={-1}>
        <PageBoundary path={path}>
          <Pages />
        </PageBoundary>
      </main>
      <Footer />
      <Toasts />
    </div>
  );
}

function Pages() {
  return (
    <Router>
      {ROUTES.map(({ path, component }) => (
        <Route key={path} path={path} component={component} />
      ))}
      <Route default component={NOT_FOUND.component} />
    </Router>
  );
}
