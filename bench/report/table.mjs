/**
 * @typedef {object} Metric
 * @property {string} name
 * @property {number} value
 * @property {string} unit `x` for a ratio
 * @property {{ min?: number, max?: number }} [target]
 * @property {string} [note]
 */

/** Whether a metric reaches its target; one without a target does. @param {Metric} metric */
export const isMet = ({ value, target = {} }) =>
  value >= (target.min ?? Number.NEGATIVE_INFINITY) &&
  value <= (target.max ?? Number.POSITIVE_INFINITY);

/** A number as people read it: three digits that matter. */
export const shown = (value) =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));

/** @param {Metric} metric */
export const shownTarget = ({ target }) =>
  target ? (target.min === undefined ? `<= ${shown(target.max)}` : `>= ${shown(target.min)}`) : '';

/** @param {Metric} metric */
export const verdict = (metric) => (metric.target ? (isMet(metric) ? 'pass' : 'FAIL') : '');

/** The metrics as lines of text. @param {Metric[]} metrics */
export function tableOf(metrics) {
  const rows = [
    ['', 'value', 'target', '', ''],
    ...metrics.map((metric) => [
      metric.name,
      `${shown(metric.value)} ${metric.unit}`.trim(),
      shownTarget(metric),
      verdict(metric),
      metric.note ?? '',
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd(),
    )
    .join('\n');
}
