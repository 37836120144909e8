import { shown } from './table.mjs';

const WIDTH = 520;
const HEIGHT = 220;
const LEFT = 60;
const BOTTOM = 36;
const TOP = 12;
const RIGHT = 12;
const STEPS = 4;
const COLOURS = ['#1f5fbf', '#c2571a', '#2e7d4f', '#7a3fa0'];

/**
 * Lines over one axis, as SVG.
 *
 * @param {{ title: string, x: string, y: string, series: { name: string, points: [number, number][] }[] }} plot
 */
export function svgOf({ title, x, y, series }) {
  const all = series.flatMap(({ points }) => points);
  const maxX = Math.max(1, ...all.map(([value]) => value));
  const maxY = roundUp(Math.max(1, ...all.map(([, value]) => value)));
  const left = (value) => LEFT + (value / maxX) * (WIDTH - LEFT - RIGHT);
  const top = (value) => HEIGHT - BOTTOM - (value / maxY) * (HEIGHT - BOTTOM - TOP);
  const grid = Array.from({ length: STEPS + 1 }, (_, i) => {
    const [atX, atY] = [(maxX * i) / STEPS, (maxY * i) / STEPS];
    return (
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${top(atY)}" y2="${top(atY)}" stroke="#ddd"/>` +
      text(LEFT - 6, top(atY) + 4, shown(atY), 'end') +
      text(left(atX), HEIGHT - BOTTOM + 16, shown(atX), 'middle')
    );
  });
  const lines = series.map(({ points }, i) => {
    const path = points.map(([a, b]) => `${left(a).toFixed(1)},${top(b).toFixed(1)}`).join(' ');
    return `<polyline fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2" points="${path}"/>`;
  });
  const legend = series.map(
    ({ name }, i) => `<span style="color:${COLOURS[i % COLOURS.length]}">&#9632;</span> ${name}`,
  );
  return (
    `<figure><figcaption>${title}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">` +
    `${grid.join('')}${lines.join('')}${text(WIDTH / 2, HEIGHT - 4, x, 'middle')}` +
    `${text(4, 10, y, 'start')}</svg><p>${legend.join(' &nbsp; ')}</p></figure>`
  );
}

const text = (x, y, content, anchor) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="11" fill="#555">${content}</text>`;

/** The next 1, 2, 2.5 or 5 of its power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10);
}
