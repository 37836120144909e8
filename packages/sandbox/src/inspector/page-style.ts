export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --accent: #0b57d0; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --accent: #a8c7fa; --bad: #f2b8b5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
main { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; min-width: 0; }
@media (min-width: 60rem) { main { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0; }
.grid { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); align-items: end; }
.grid label { display: grid; min-width: 0; grid-template-columns: minmax(0, 1fr); }
input, select, button { font: inherit; min-height: 2.5rem; padding: .25rem .5rem; max-width: 100%; }
input[type=checkbox] { min-height: 1.5rem; min-width: 1.5rem; vertical-align: middle; }
label:has(input[type=checkbox]) { min-height: 2.5rem; display: inline-flex; align-items: center; gap: .5rem; }
button { cursor: pointer; }
button.link { border: 0; background: none; color: var(--accent); text-decoration: underline; text-align: left; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scroll { overflow: auto; max-height: 24rem; }
.scroll td:first-child { min-width: 15rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: .5rem; margin: .25rem 0; max-height: 20rem; overflow: auto; }
summary { cursor: pointer; overflow-wrap: anywhere; padding: .4rem 0; }
.plain { list-style: none; padding: 0; margin: 0; }
.plain li { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; overflow-wrap: anywhere; }
.bad { color: var(--bad); font-weight: 600; }
.tag { display: inline-block; background: var(--soft); border-radius: .25rem; padding: 0 .4rem; margin: 0 .25rem .25rem 0; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
#notice:empty { display: none; }
`;
