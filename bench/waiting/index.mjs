import { startChild } from '../rig/child.mjs';
import { startHub } from '../rig/hub.mjs';
import { sleep, until } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';

export const title = 'How long a message waits';

const CONNECTIONS = 64;
const CALLS_PER_SECOND = 50;
const FULL = { burst: 20_000, steadyMs: 20_000, outageMs: 20_000 };
const QUICK = { burst: 3_000, steadyMs: 4_000, outageMs: 4_000 };
/** During the outage: a shop on a busy day, and a stranger whose account does not answer. */
const STEADY_PER_SECOND = 100;

/**
 * From accept to delivered. First at half of what the hub can sustain, which is measured just before. Then with two
 * accounts, one of which takes calls and never answers: the other must not notice.
 */
export async function run({ quick, workspace, log }) {
  const sizes = quick ? QUICK : FULL;
  const rig = await startRig(workspace);
  const { own, stranger } = rig;
  await rig.send(own, { count: 2_000 });
  await rig.settled(own);
  const startedAt = performance.now();
  await rig.send(own, { count: sizes.burst });
  await rig.settled(own);
  const capacity = sizes.burst / ((performance.now() - startedAt) / 1000);
  log(`sustained: ${Math.round(capacity)}/s`);

  const half = await steady(rig, own, capacity / 2, sizes.steadyMs);
  log(`half load, ${Math.round(capacity / 2)}/s: p99 ${half.p99} ms`);
  const calm = await steady(rig, own, STEADY_PER_SECOND, sizes.outageMs);
  log(`${STEADY_PER_SECOND}/s: p99 ${calm.p99} ms`);

  await stranger.sandbox.ask('hang');
  const noise = rig.send(stranger, { perSecond: STEADY_PER_SECOND, forMs: sizes.outageMs });
  await sleep(1_000);
  const outage = await steady(rig, own, STEADY_PER_SECOND, sizes.outageMs - 1_000);
  await noise;
  log(`${STEADY_PER_SECOND}/s beside an account that hangs: p99 ${outage.p99} ms`);
  await stranger.sandbox.ask('recover');
  const after = await rig.settled(stranger);
  if (after.dead > 0) throw new Error('the outage left dead letters');
  return report({ capacity, half, calm, outage });
}

async function startRig(workspace) {
  const child = async (script) =>
    workspace.keep(await startChild(new URL(script, import.meta.url)));
  const hub = workspace.keep(await startHub({ dataDir: workspace.folder() }));
  let first = 1_000_000;
  const shop = async () => {
    const sandbox = await child('../rig/sandbox-child.mjs');
    const { url: endpoint, ...account } = sandbox.first;
    const store = await shopifyStore(hub, {
      ...account,
      endpoint,
      callsPerSecond: CALLS_PER_SECOND,
    });
    return { sandbox, store, generator: await child('../rig/generator.mjs') };
  };
  return {
    own: await shop(),
    stranger: await shop(),
    send: async ({ generator, store }, job) => {
      const begin = first;
      first += 1_000_000;
      const result = await generator.ask({
        port: hub.port,
        path: store.path,
        connections: CONNECTIONS,
        first: begin,
        ...job,
      });
      if (result.statuses[200] !== result.sent) throw new Error('not every webhook was accepted');
      return result.sent;
    },
    settled: ({ store }) =>
      until(store.ledger, ({ pending }) => pending === 0, { everyMs: 200, maxMs: 180_000 }),
  };
}

/** Sends at a fixed rate, waits for the last one, and reads what each one took. */
async function steady(rig, shop, perSecond, forMs) {
  const sent = await rig.send(shop, { perSecond, forMs });
  await rig.settled(shop);
  const took = await shop.store.latencies(sent);
  const at = (q) => took[Math.min(took.length - 1, Math.floor(q * took.length))];
  return { p50: at(0.5), p99: at(0.99), sent };
}

function report({ capacity, half, calm, outage }) {
  const note = ({ p50, sent }) => `p50 ${p50} ms, ${sent} messages`;
  return {
    metrics: [
      {
        name: 'accept to delivered at half load, p99',
        value: half.p99,
        unit: 'ms',
        target: { max: 1_000 },
        note: `${note(half)}; ${Math.round(capacity / 2)}/s`,
      },
      {
        name: `accept to delivered at ${STEADY_PER_SECOND}/s, p99`,
        value: calm.p99,
        unit: 'ms',
        note: note(calm),
      },
      {
        name: "the same while a stranger's account hangs, p99",
        value: outage.p99,
        unit: 'ms',
        target: { max: 2_000 },
        note: note(outage),
      },
    ],
    plots: [],
  };
}
