import shopify from '@storewire/adapter-shopify';
import { applyMapping } from '@storewire/core';
import { median } from '../rig/measure.mjs';
import { orderDocument } from '../rig/shopify-orders.mjs';

export const title = 'Mapping of a document to a record';

const FULL = { rounds: 9, documents: 20_000 };
const QUICK = { rounds: 3, documents: 3_000 };
const CONTEXT = { zone: 'Europe/Warsaw' };

/**
 * The same order through the typed mapping of the adapter, and through the parser that has to read it in any case:
 * JSON.parse of its text is the baseline, in turns.
 */
export async function run({ quick, log }) {
  const { rounds, documents } = quick ? QUICK : FULL;
  const text = JSON.stringify(orderDocument(1_000_000, ''));
  const results = { parse: [], map: [] };
  const document = JSON.parse(text);
  const { record, problems } = applyMapping(shopify.mappings.order, document, CONTEXT);
  if (problems.length > 0 || record.lines.length !== 2) throw new Error('the order was not read');
  for (let round = 0; round <= rounds; round += 1) {
    const parse = microseconds(documents, () => JSON.parse(text));
    const map = microseconds(documents, () =>
      applyMapping(shopify.mappings.order, document, CONTEXT),
    );
    // The first round warms up.
    if (round === 0) continue;
    results.parse.push(parse);
    results.map.push(map);
  }
  log(
    `${median(results.map).toFixed(1)} µs a record, ${median(results.parse).toFixed(1)} µs to parse`,
  );
  return {
    metrics: [
      {
        name: 'mapping an order, against parsing its JSON',
        value: median(results.map.map((us, i) => us / results.parse[i])),
        unit: 'x',
      },
      { name: 'one order', value: median(results.map), unit: 'µs' },
    ],
    plots: [],
  };
}

function microseconds(times, work) {
  const startedAt = performance.now();
  for (let i = 0; i < times; i += 1) work();
  return ((performance.now() - startedAt) * 1000) / times;
}
