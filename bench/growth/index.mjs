import { join } from 'node:path';
import { cpuSeconds, startChild } from '../rig/child.mjs';
import { startHub } from '../rig/hub.mjs';
import { median, until, untilIdle, useAtRest } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';
import { multiplySettled } from './settled-past.mjs';

export const title = 'What growth costs';

const FULL = { rounds: 5, messages: 5_000, stores: 1_000, settled: 1_000_000 };
const QUICK = { rounds: 2, messages: 1_000, stores: 50, settled: 20_000 };
const CONNECTIONS = 64;
const CALLS_PER_SECOND = 50;

/**
 * CPU of the hub per message, from the webhook to the settled delivery, in three hubs by turns: one store and empty
 * tables, many stores, many settled messages. What a hub uses at rest, for its polls and checks, is taken off.
 */
export async function run({ quick, workspace, log }) {
  const sizes = quick ? QUICK : FULL;
  const generator = workspace.keep(
    await startChild(new URL('../rig/generator.mjs', import.meta.url)),
  );
  let first = 1_000_000;
  const round = async ({ hub, store }) => {
    const before = await store.ledgers();
    const rest = await useAtRest(hub.pid);
    const startedAt = performance.now();
    const cpu = cpuSeconds(hub.pid);
    const { next, statuses } = await generator.ask({
      port: hub.port,
      shops: store.shops,
      connections: CONNECTIONS,
      first,
      count: sizes.messages,
    });
    first = next;
    if (statuses[200] !== sizes.messages) throw new Error('not every webhook was accepted');
    await untilIdle(hub.pid, { rest });
    const used = cpuSeconds(hub.pid) - cpu - (rest * (performance.now() - startedAt)) / 1000;
    const after = await until(store.ledgers, ({ pending }) => pending === 0);
    if (after.delivered - before.delivered !== sizes.messages)
      throw new Error('not every message was delivered');
    return { ms: (used * 1000) / sizes.messages, rest };
  };
  const hubs = {
    small: await startOne(workspace, 1),
    'many stores': await startOne(workspace, sizes.stores),
    'long past': await withPast(workspace, sizes.settled, round, log),
  };
  const results = { small: [], 'many stores': [], 'long past': [] };
  const rests = [];
  for (let i = 0; i <= sizes.rounds; i += 1) {
    for (const [name, one] of Object.entries(hubs)) {
      const { ms, rest } = await round(one);
      // The first round warms up.
      if (i === 0) continue;
      results[name].push(ms);
      if (name === 'many stores') rests.push(rest);
    }
    if (i > 0)
      log(
        named(results)
          .map(([name, all]) => `${name} ${all.at(-1).toFixed(2)} ms`)
          .join(', '),
      );
  }
  return report(results, rests, sizes);
}

async function startOne(workspace, stores, dataDir = workspace.folder()) {
  const sandbox = workspace.keep(
    await startChild(new URL('../rig/sandbox-child.mjs', import.meta.url)),
  );
  const { url: endpoint, ...account } = sandbox.first;
  const hub = workspace.keep(await startHub({ dataDir }));
  const store = await shopifyStore(
    hub,
    { ...account, endpoint, callsPerSecond: CALLS_PER_SECOND },
    stores,
  );
  return { hub, store, dataDir };
}

/** A hub that has done all this before: what it really did is multiplied in its database while it is stopped. */
async function withPast(workspace, settled, round, log) {
  const one = await startOne(workspace, 1);
  await round(one);
  await one.hub.stop();
  const messages = multiplySettled(join(one.dataDir, 'storewire.db'), settled);
  log(`${messages.toLocaleString('en')} settled messages`);
  const hub = workspace.keep(await startHub({ dataDir: one.dataDir, port: one.hub.port }));
  return { hub, store: one.store };
}

const named = (results) => Object.entries(results);

function report(results, rests, sizes) {
  const ratio = (name) => median(results[name].map((ms, i) => ms / results.small[i]));
  return {
    metrics: [
      {
        name: `cost of a message with ${sizes.stores.toLocaleString('en')} stores, against one`,
        value: ratio('many stores'),
        unit: 'x',
        target: { max: 1.3 },
      },
      {
        name: `the same with ${sizes.settled.toLocaleString('en')} settled messages, against none`,
        value: ratio('long past'),
        unit: 'x',
        target: { max: 1.3 },
      },
      {
        name: 'one store, empty tables',
        value: median(results.small),
        unit: 'ms',
        note: 'CPU of the hub',
      },
      {
        name: `${sizes.stores.toLocaleString('en')} stores at rest`,
        value: median(rests) * 1000,
        unit: 'ms/s',
        note: 'CPU for polls and checks of shops that are out of reach',
      },
    ],
    plots: [
      {
        title: 'CPU per message, round by round',
        x: 'round',
        y: 'ms',
        series: named(results).map(([name, all]) => ({
          name,
          points: all.map((ms, i) => [i + 1, ms]),
        })),
      },
    ],
  };
}
