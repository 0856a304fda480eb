/** The style of the legal pages, in the colours of the studio (web/src/style/tokens.css): system fonts, both themes, readable from 320 pixels up and on paper. */
export const STYLE_PATH = "/legal.css";

export const LEGAL_STYLE = `:root {
  color-scheme: light dark;
  --ink: light-dark(#191c1a, #eceae3);
  --quiet: light-dark(#56605a, #a8afa9);
  --paper: light-dark(#f6f5f1, #121415);
  --panel: light-dark(#ebe9e1, #1a1d1e);
  --line: light-dark(#dad7cc, #2e3332);
  --accent: light-dark(#0f5c4c, #86d4ba);
  --serif: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, "Noto Serif", Georgia, serif;
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
.home { font: 400 1.25rem/1.4 var(--serif); text-decoration: none; }
.away { font-family: system-ui, sans-serif; font-size: 0.875rem; }
header ul, footer ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
header li, footer li { padding: 0.2rem 0; }
h1 { margin: 2rem 0 0.5rem; font: 400 2.1rem/1.2 var(--serif); }
h2 { margin: 2.25rem 0 0.5rem; font: 400 1.4rem/1.3 var(--serif); }
p { margin: 0.6rem 0; }
.intro { color: var(--quiet); }
.together { white-space: nowrap; }
li + li { margin-top: 0.35rem; }
header li, footer li { margin-top: 0; }
a { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.2rem; }
button { margin: 0.75rem 0; padding: 0.6rem 1.25rem; font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: 0.5rem; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.contents { margin: 1.5rem 0; padding: 0.75rem 1rem; background: var(--panel); border-radius: 0.5rem; }
.contents ol { margin: 0; padding-left: 0; list-style: none; columns: 18rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.9375rem; }
@media print { :root { color-scheme: light; } .skip, .away, header nav, footer nav, .contents { display: none; } body { max-width: none; } }
`;
