/** The style of the page about the API: system fonts, both themes, readable from 390 pixels up. */
export const DOCS_STYLE = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1c1b22, #ecebf2);
  --quiet: light-dark(#57555f, #aeacb8);
  --paper: light-dark(#ffffff, #16151b);
  --panel: light-dark(#f4f3f7, #211f29);
  --line: light-dark(#d9d7e0, #3a3845);
  --accent: light-dark(#5a2ea6, #bfa3ff);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  max-width: 56rem;
  margin: 0 auto;
  padding: 1.5rem 1rem 4rem;
  font: 1rem/1.55 system-ui, sans-serif;
  color: var(--ink);
  background: var(--paper);
}
h1 { margin: 0 0 0.5rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.35rem; }
h3 { margin: 2rem 0 0.5rem; font-size: 1.05rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
pre { margin: 0.25rem 0 0.75rem; padding: 0.75rem; overflow-x: auto; background: var(--panel); border-radius: 0.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; }
details { border-top: 1px solid var(--line); }
details:last-of-type { border-bottom: 1px solid var(--line); }
summary { padding: 0.6rem 0; cursor: pointer; }
summary .method { display: inline-block; min-width: 4.2rem; font-weight: 700; }
summary .about { display: block; padding-left: 1rem; color: var(--quiet); }
.open { color: var(--quiet); font-size: 0.875rem; }
.label { margin: 0.5rem 0 0; font-size: 0.875rem; font-weight: 600; }
dl { margin: 0; }
dt { margin-top: 0.75rem; padding: 0.1rem 0.3rem; }
dt:target { background: var(--panel); outline: 2px solid var(--accent); border-radius: 0.25rem; }
dd { margin: 0 0 0 1rem; }
`;
