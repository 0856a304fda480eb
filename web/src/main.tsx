/** Starts the pages: the texts, who is signed in and the first page, all at once; then it is shown. */
import { render } from "preact";
import { App } from "./app.tsx";
import { firstLocale, speak, speakFor } from "./language.ts";
import { preloadPage } from "./routes.ts";
import { loadSession } from "./session.ts";

const [{ account }] = await Promise.all([
  loadSession(),
  speak(firstLocale()),
  preloadPage(location.pathname),
]);
await speakFor(account);
const root = document.getElementById("app");
if (root) {
  root.textContent = "";
  render(<App />, root);
}
