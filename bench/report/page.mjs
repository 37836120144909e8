import { svgOf } from './plot.mjs';
import { shown, shownTarget, verdict } from './table.mjs';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:1120px;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}td.n{text-align:right;white-space:nowrap}
.pass{color:#2e7d4f}.FAIL{color:#b3261e;font-weight:600}.plots{display:flex;flex-wrap:wrap;gap:1rem}
figure{margin:0;flex:1 1 480px}figcaption{font-weight:600}figure p{margin:.2rem 0}.note{color:#666}`;

/** The whole result as one page that needs nothing else. */
export function reportPage({ at, quick, machine, benchmarks }) {
  const sections = benchmarks.map(
    ({ title, metrics, plots, seconds }) =>
      `<h2>${title}</h2><table><tr><th></th><th>value</th><th>target</th><th></th><th></th></tr>` +
      `${metrics.map(rowOf).join('')}</table><div class="plots">${plots.map(svgOf).join('')}</div>` +
      `<p class="note">${Math.round(seconds)} s</p>`,
  );
  const sizes = quick ? ' Small sizes: the numbers say little.' : '';
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Storewire benchmarks</title>` +
    `<style>${STYLE}</style><h1>Storewire benchmarks</h1>` +
    `<p class="note">${at}, ${machine.cores} cores (${machine.cpu}), Node ${machine.node}.${sizes}</p>` +
    `${sections.join('')}</html>\n`
  );
}

const rowOf = (metric) =>
  `<tr><td>${metric.name}</td><td class="n">${shown(metric.value)} ${metric.unit}</td>` +
  `<td class="n">${shownTarget(metric).replace('<', '&lt;').replace('>', '&gt;')}</td>` +
  `<td class="${verdict(metric)}">${verdict(metric)}</td><td class="note">${metric.note ?? ''}</td></tr>`;
