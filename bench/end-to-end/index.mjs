import { cpuSeconds, startChild } from '../rig/child.mjs';
import { freePort, startHub } from '../rig/hub.mjs';
import { median, until, untilIdle } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';

export const title = 'From the webhook to SALESmanago';

const FULL = { live: 30_000, small: 2_000, smallRounds: 5, big: 200_000 };
const QUICK = { live: 3_000, small: 1_000, smallRounds: 2, big: 6_000 };
const CONNECTIONS = 64;
/** High enough not to be what limits: here the hub is measured, not an account's pace. */
const CALLS_PER_SECOND = 50;

/**
 * Paid orders of different people, each a contact upsert and a PURCHASE, in full batches. Hub, sandbox and generator
 * share the cores of this machine; nothing is pinned.
 */
export async function run({ quick, workspace, log }) {
  const sizes = quick ? QUICK : FULL;
  const rig = await startRig(workspace);
  await live(rig, 1_000);
  const throughput = await live(rig, sizes.live);
  log(`live: ${Math.round(throughput.perSecond)}/s`);
  const small = [];
  for (let i = 0; i < sizes.smallRounds; i += 1) small.push(await backlog(rig, sizes.small));
  const big = await backlog(rig, sizes.big);
  // Once more after it, because a machine is not equally fast all the time.
  for (let i = 0; i < sizes.smallRounds; i += 1) small.push(await backlog(rig, sizes.small));
  log(`backlog of ${sizes.small}: ${small.map((r) => Math.round(r.perSecond)).join(', ')}/s`);
  log(`backlog of ${sizes.big}: ${Math.round(big.perSecond)}/s`);
  const { duplicates } = await rig.sandbox.ask('stats');
  if (duplicates > 0) throw new Error(`${duplicates} purchases arrived twice`);
  return report({ sizes, throughput, small, big });
}

async function startRig(workspace) {
  const child = async (script) =>
    workspace.keep(await startChild(new URL(script, import.meta.url)));
  const generator = await child('../rig/generator.mjs');
  const sandbox = await child('../rig/sandbox-child.mjs');
  const { url, ...account } = sandbox.first;
  const hub = workspace.keep(await startHub({ dataDir: workspace.folder() }));
  const store = await shopifyStore(hub, {
    ...account,
    endpoint: url,
    callsPerSecond: CALLS_PER_SECOND,
  });
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  let first = 1_000_000;
  return {
    hub,
    store,
    sandbox,
    pointAt: (place) =>
      hub.api('PATCH', store.accountPath, { endpoint: place === 'sandbox' ? url : nowhere }),
    send: async (count) => {
      const to = { port: hub.port, path: store.path, connections: CONNECTIONS };
      const result = await generator.ask({ ...to, first, count });
      first = result.next;
      if (result.statuses[200] !== count) throw new Error('not every webhook was accepted');
    },
  };
}

/** Sends and waits until the last one is delivered. */
async function live({ hub, store, send }, count) {
  const before = await store.ledger();
  const cpuBefore = cpuSeconds(hub.pid);
  const startedAt = performance.now();
  const points = [];
  const sending = send(count);
  const ledger = await until(
    async () => {
      const now = await store.ledger();
      points.push([(performance.now() - startedAt) / 1000, now.delivered - before.delivered]);
      return now;
    },
    ({ delivered, dead }) => delivered + dead - before.delivered - before.dead >= count,
    { everyMs: 250 },
  );
  await sending;
  if (ledger.dead > before.dead) throw new Error('some messages became dead letters');
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuMs = ((cpuSeconds(hub.pid) - cpuBefore) * 1000) / count;
  return { perSecond: count / seconds, cpuMs, points };
}

/**
 * Takes messages in and decides them while the account is out of reach, then lets them go. The clock starts with the
 * first call that arrives: before it the hub waits for its next probe.
 */
async function backlog({ hub, store, sandbox, send, pointAt }, count) {
  await pointAt('nowhere');
  await send(count);
  await untilIdle(hub.pid);
  const { calls: before } = await sandbox.ask('stats');
  await pointAt('sandbox');
  await until(
    () => sandbox.ask('stats'),
    ({ calls }) => calls > before,
    { everyMs: 10 },
  );
  const startedAt = performance.now();
  const points = [];
  await until(
    async () => {
      const { pending } = await store.ledger();
      points.push([(performance.now() - startedAt) / 1000, pending]);
      return pending;
    },
    (pending) => pending === 0,
    // Asked seldom of a big one: to count what is pending the hub walks through it.
    { everyMs: Math.max(20, count / 100) },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: count / seconds, points };
}

function report({ sizes, throughput, small, big }) {
  const usual = median(small.map((r) => r.perSecond));
  const many = (count) => count.toLocaleString('en');
  return {
    metrics: [
      {
        name: 'webhook to SALESmanago, sustained',
        value: throughput.perSecond,
        unit: '/s',
        target: { min: 1_000 },
        note: `${many(sizes.live)} messages, two calls' worth each`,
      },
      { name: 'CPU of the hub per message, intake to settle', value: throughput.cpuMs, unit: 'ms' },
      {
        name: `backlog of ${many(sizes.big)} against one of ${many(sizes.small)}`,
        value: big.perSecond / usual,
        unit: 'x',
        target: { min: 0.8 },
        note: `drained at ${Math.round(big.perSecond)}/s and ${Math.round(usual)}/s`,
      },
    ],
    plots: [
      {
        title: 'Delivered, live',
        x: 'seconds',
        y: 'messages',
        series: [{ name: 'delivered', points: throughput.points }],
      },
      {
        title: `Pending, a backlog of ${many(sizes.big)}`,
        x: 'seconds',
        y: 'messages',
        series: [{ name: 'pending', points: big.points }],
      },
    ],
  };
}
