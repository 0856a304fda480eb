/** The frame around every page, and which page an address shows. */
import { LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { useText } from "./language.ts";
import { PageBoundary } from "./parts/error-boundary.tsx";
import { Footer } from "./parts/footer.tsx";
import { forAccount, forVisitor } from "./parts/guard.tsx";
import { Header } from "./parts/header.tsx";
import { OfflineStrip, SandboxStrip } from "./parts/strips.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { session } from "./session.ts";

const Landing = lazy(() => import("./pages/landing/landing.tsx"));
const SignUp = forVisitor(lazy(() => import("./pages/sign-up.tsx")));
const SignIn = forVisitor(lazy(() => import("./pages/sign-in.tsx")));
const Confirm = lazy(() => import("./pages/confirm.tsx"));
const Forgot = lazy(() => import("./pages/forgot.tsx"));
const Reset = lazy(() => import("./pages/reset.tsx"));
const EmailConfirm = lazy(() => import("./pages/email-confirm.tsx"));
const EmailUndo = lazy(() => import("./pages/email-undo.tsx"));
const Studio = forAccount(lazy(() => import("./pages/studio/studio.tsx")));
const Library = forAccount(lazy(() => import("./pages/library/library.tsx")));
const LibraryItem = forAccount(lazy(() => import("./pages/library/item.tsx")));
const Credits = forAccount(lazy(() => import("./pages/credits.tsx")));
const Profile = forAccount(lazy(() => import("./pages/settings/profile.tsx")));
const Security = forAccount(lazy(() => import("./pages/settings/security.tsx")));
const Sessions = forAccount(lazy(() => import("./pages/settings/sessions.tsx")));
const NotFound = lazy(() => import("./pages/not-found.tsx"));

/** Links to these are no pages of ours: the browser loads them. */
const PAGES = /^\/(?!api\/|sandbox\/)/;

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
  return (
    <div class={account ? "shell shell-signed-in" : "shell"}>
      <a class="skip" href="#content">
        {text.shell.skip}
      </a>
      <Header />
      <SandboxStrip />
      <OfflineStrip />
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
      <Route path="/" component={Landing} />
      <Route path="/sign-up" component={SignUp} />
      <Route path="/sign-in" component={SignIn} />
      <Route path="/confirm" component={Confirm} />
      <Route path="/forgot" component={Forgot} />
      <Route path="/reset" component={Reset} />
      <Route path="/email/confirm" component={EmailConfirm} />
      <Route path="/email/undo" component={EmailUndo} />
      <Route path="/studio" component={Studio} />
      <Route path="/library" component={Library} />
      <Route path="/library/:id" component={LibraryItem} />
      <Route path="/credits" component={Credits} />
      <Route path="/settings" component={Profile} />
      <Route path="/settings/security" component={Security} />
      <Route path="/settings/sessions" component={Sessions} />
      <Route default component={NotFound} />
    </Router>
  );
}
