/** Starts the pages: the texts and who is signed in, both at once, then the first page. */
import { render } from "preact";
import { App } from "./app.tsx";
import { firstLocale, speak } from "./language.ts";
import { loadSession } from "./session.ts";

await Promise.all([speak(firstLocale()), loadSession()]);
const root = document.getElementById("app");
if (root) {
  root.textContent = "";
  render(<App />, root);
}
