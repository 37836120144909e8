/** System fonts and two sets of colours; every text has a contrast of 4.5 or more on its ground. */
export const STATUS_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --line: #d5d9e0; --text: #1b1f27; --quiet: #555e6d; --link: #1a5fb4;
  --good: #186a3b; --good-ground: #e2f3e8; --note: #4a5568; --note-ground: #e9ecf1;
  --bad: #b3261e; --bad-ground: #fbe5e3; --wait: #7a4d00; --wait-ground: #fdf0d5; --focus: #c25e00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --card: #1d2129; --line: #383f4b; --text: #e8eaee; --quiet: #a9b1bf; --link: #8ab8ff;
    --good: #7ddba0; --note: #b8c0cd; --note-ground: #2b313b;
    --bad: #ffaaa3; --bad-ground: #4a1d1a; --wait: #f5c873; --wait-ground: #42320f; --focus: #ffb35c;
    --good-ground: #173523;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; background: var(--ground); color: var(--text); }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .6rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0; }
a { color: var(--link); }
a:focus-visible, input:focus-visible, main:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .2rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; align-items: flex-start; }
header p { color: var(--quiet); max-width: 48rem; }
nav { display: flex; gap: .25rem; }
nav a { padding: .6rem .7rem; border-radius: .4rem; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { background: var(--note-ground); color: var(--text); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; min-height: 2.75rem; margin-top: .5rem; }
.bar label { display: flex; gap: .5rem; align-items: center; min-height: 2.75rem; margin-left: auto; color: var(--quiet); }
.bar input { width: 1.15rem; height: 1.15rem; margin: 0; }
#notice:not(:empty), .warning { background: var(--bad-ground); color: var(--bad); padding: .5rem .8rem; border-radius: .4rem; }
.warning { margin-bottom: .75rem; }
main, #stores { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
#stores:empty { display: none; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 0; }
dl div { display: flex; gap: .5rem; }
dt { color: var(--quiet); }
dt::after { content: ":"; }
dd { margin: 0; font-weight: 600; }
#hint { margin-top: .6rem; color: var(--quiet); }
.halves { display: grid; gap: 1.5rem; align-items: start; grid-template-columns: minmax(0, 1fr); margin-bottom: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); font-weight: 400; }
thead th { border-top: 0; color: var(--quiet); font-size: .875rem; }
th:last-child, td:last-child { padding-right: 0; }
.count { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; width: 1%; white-space: nowrap; }
.help, .note { color: var(--quiet); font-size: .875rem; }
.note { margin-top: .4rem; }
.total th, .total td { border-top: 0; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .9em ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
.badge { display: inline-block; padding: 0 .55rem; border-radius: 1rem; font-size: .875rem; white-space: nowrap; }
.delivered, .done, .ready { background: var(--good-ground); color: var(--good); }
.filtered, .cancelled, .off { background: var(--note-ground); color: var(--note); }
.dead, .failed, .broken { background: var(--bad-ground); color: var(--bad); }
.pending, .running, .counting, .paused { background: var(--wait-ground); color: var(--wait); }
table.exports, table.messages { table-layout: fixed; }
.exports th:first-child { width: 30%; }
.exports th:last-child { width: 7rem; }
.messages th:first-child { width: 5.5rem; }
.messages th:last-child { width: 55%; }
progress { width: 100%; height: .6rem; accent-color: var(--link); display: block; margin-bottom: .2rem; }
.links { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr)); }
.links a { font-weight: 600; display: inline-block; padding: .25rem 0; }
.links p { color: var(--quiet); font-size: .875rem; }
@media (min-width: 48rem) {
  body { padding: 1.5rem 2rem; }
  .halves { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2.5rem; }
  .outcome .badge { margin-right: .6rem; }
}
@media (max-width: 47.99rem) {
  .outcome .help, .messages td .help { display: block; }
  .messages th, .messages td { padding-right: .5rem; font-size: .9rem; }
  .messages th:first-child { width: 4.5rem; }
  .messages th:last-child { width: 40%; }
  .exports th:first-child { width: 34%; }
  .exports th:last-child { width: 6rem; }
  .messages th:last-child, .messages td:last-child { padding-right: 0; }
}
`;
