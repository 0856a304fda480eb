/** The look of the mailbox, served as a file of its own: its pages allow no inline style. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f6f5f2; --paper: #fff; --ink: #1d1b18; --faint: #5d5952; --line: #dedad2; --accent: #1d4d4f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #161513; --paper: #211f1c; --ink: #ece9e2; --faint: #b3ada3; --line: #3a3732; --accent: #8fd0cf; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
header { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between; }
h1 { margin: 0; font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.faint { color: var(--faint); font-size: .875rem; overflow-wrap: anywhere; }
ul { list-style: none; margin: 1rem 0; padding: 0; }
.mails li { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; margin-bottom: .5rem; }
.mails a { display: block; padding: .75rem 1rem; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--ground); border-radius: 10px; }
.mails strong { display: block; }
button { font: inherit; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; cursor: pointer; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; font-size: .875rem; }
.links li { margin-bottom: .5rem; }
`;
