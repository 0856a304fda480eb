/** The script of the list: asks for the page again and takes over what has changed, without moving the reader's focus. */
export const RENEW = `
const MILLISECONDS = 2000;
async function renew() {
  const main = document.querySelector("main");
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!answer.ok || !fresh || fresh.innerHTML === main.innerHTML) return;
  const focused = document.activeElement?.getAttribute("href");
  main.replaceChildren(...fresh.childNodes);
  for (const link of main.querySelectorAll("a")) if (link.getAttribute("href") === focused) link.focus();
}
const again = () => setTimeout(() => renew().catch(() => undefined).finally(again), MILLISECONDS);
again();
`;
