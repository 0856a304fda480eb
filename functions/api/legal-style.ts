/** The style of the legal pages: system fonts, both themes, readable from 320 pixels up and on paper. */
export const STYLE_PATH = "/legal.css";

export const LEGAL_STYLE = `:root {
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
  max-width: 46rem;
  margin: 0 auto;
  padding: 1.25rem 1rem 3rem;
  font: 1.0625rem/1.6 system-ui, sans-serif;
  color: var(--ink);
  background: var(--paper);
  overflow-wrap: break-word;
}
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.5rem 1rem; background: var(--paper); }
header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.5rem 2rem; }
.home { font-weight: 700; font-size: 1.15rem; text-decoration: none; }
.away { font-weight: 400; font-size: 0.875rem; }
header ul, footer ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
header li, footer li { padding: 0.2rem 0; }
h1 { margin: 2rem 0 0.5rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.25rem 0 0.5rem; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0.6rem 0; }
.intro { color: var(--quiet); }
li + li { margin-top: 0.35rem; }
header li, footer li { margin-top: 0; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.2rem; }
button { margin: 0.75rem 0; padding: 0.6rem 1.25rem; font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: 0.5rem; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.contents { margin: 1.5rem 0; padding: 0.75rem 1rem; background: var(--panel); border-radius: 0.5rem; }
.contents ol { margin: 0; padding-left: 0; list-style: none; columns: 18rem; }
.scroll { margin: 1rem 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
caption { padding: 0.25rem 0; text-align: left; color: var(--quiet); }
th, td { padding: 0.5rem 0.75rem 0.5rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 7rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.9375rem; }
@media print { .skip, header nav, footer nav, .contents { display: none; } body { max-width: none; } }
`;
