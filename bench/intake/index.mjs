import { residentMb, startChild } from '../rig/child.mjs';
import { freePort, startHub } from '../rig/hub.mjs';
import { measureFsync, median, until, untilIdle, watchMemory } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';

export const title = 'Durable intake on one core';

const CONNECTIONS = 64;
const FULL = { rounds: 7, roundMs: 4_000, memoryMessages: 200_000 };
const QUICK = { rounds: 3, roundMs: 1_500, memoryMessages: 10_000 };
/** The server under test; generator and sandbox have the other core. */
const SERVER_CORE = 0;
const OTHER_CORE = 1;

/**
 * The hub against a bare server with the same promise, round by round in turn, so that whatever else the machine does
 * meets both. Two hubs: one whose account is out of reach (translate and decide run beside the intake), one that
 * delivers to a sandbox on the other core.
 */
export async function run({ quick, workspace, log }) {
  const { rounds, roundMs, memoryMessages } = quick ? QUICK : FULL;
  const folder = workspace.folder();
  const fsync = measureFsync(folder);
  const rig = await startRig(workspace, folder);
  let first = 1_000_000;
  const flood = async ({ port, path }, size) => {
    const result = await rig.generator.ask({
      port,
      path,
      connections: CONNECTIONS,
      first,
      ...size,
    });
    first = result.next;
    const failed = result.sent - (result.statuses[200] ?? 0);
    if (failed > 0) throw new Error(`${failed} of ${result.sent} webhooks were not accepted`);
    return result;
  };
  const subjects = { baseline: rig.baseline, waiting: rig.waiting, delivering: rig.delivering };
  const results = { baseline: [], waiting: [], delivering: [] };
  for (const subject of Object.values(subjects)) await flood(subject, { count: 2_000 });
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      for (const { pid } of Object.values(subjects)) await untilIdle(pid);
      const { sent, seconds, latencies } = await flood(subject, { forMs: roundMs });
      results[name].push({ perSecond: sent / seconds, ...latencies });
    }
    log(
      `round ${round}: ${named(results)
        .map(([name, list]) => `${name} ${Math.round(list.at(-1).perSecond)}/s`)
        .join(', ')}`,
    );
  }
  const memory = await fillUp(rig.delivering, flood, memoryMessages, log);
  return report({ results, fsync, memory, memoryMessages });
}

async function startRig(workspace, folder) {
  const keep = (process) => workspace.keep(process);
  const child = async (script, options) =>
    keep(await startChild(new URL(script, import.meta.url), options));
  const generator = await child('../rig/generator.mjs', { core: OTHER_CORE });
  const sandbox = await child('../rig/sandbox-child.mjs', { core: OTHER_CORE });
  const server = await child('baseline-server.mjs', { core: SERVER_CORE, args: [folder] });
  const hubTo = async (endpoint) => {
    const hub = keep(await startHub({ dataDir: workspace.folder(), core: SERVER_CORE }));
    const { clientId, apiSecret, owner } = sandbox.first;
    const store = await shopifyStore(hub, {
      endpoint,
      clientId,
      apiSecret,
      owner,
      callsPerSecond: 50,
    });
    return { pid: hub.pid, port: hub.port, path: store.path, ledger: store.ledger };
  };
  return {
    generator,
    baseline: { pid: server.pid, port: server.first.port, path: '/hooks/baseline' },
    waiting: await hubTo(`http://127.0.0.1:${await freePort()}`),
    delivering: await hubTo(sandbox.first.url),
  };
}

/** The same hub until it has taken in and delivered so many messages. */
async function fillUp(hub, flood, messages, log) {
  const watch = watchMemory(hub.pid);
  const { accepted } = await hub.ledger();
  if (accepted < messages) await flood(hub, { count: messages - accepted });
  const ledger = await until(hub.ledger, ({ pending }) => pending === 0, { everyMs: 500 });
  const points = watch.stop();
  log(
    `${ledger.accepted} taken in, ${ledger.delivered} delivered, ${Math.round(residentMb(hub.pid))} MB`,
  );
  return { points, peak: Math.max(...points.map(([, mb]) => mb)), last: points.at(-1)[1] };
}

const named = (results) => Object.entries(results);

function report({ results, fsync, memory, memoryMessages }) {
  const ratios = (name) => results[name].map((r, i) => r.perSecond / results.baseline[i].perSecond);
  const of = (name, key) => median(results[name].map((r) => r[key]));
  const latencies = (name) =>
    `p50 ${of(name, 'p50').toFixed(1)} ms, p99 ${of(name, 'p99').toFixed(1)} ms`;
  const disk = `one fsync of this disk: p50 ${fsync.p50.toFixed(1)} ms, p99 ${fsync.p99.toFixed(1)} ms`;
  return {
    metrics: [
      {
        name: 'intake against the bare server, account out of reach',
        value: median(ratios('waiting')),
        unit: 'x',
        target: { min: 0.5 },
      },
      {
        name: 'intake against the bare server, delivering meanwhile',
        value: median(ratios('delivering')),
        unit: 'x',
      },
      {
        name: 'bare server',
        value: of('baseline', 'perSecond'),
        unit: '/s',
        note: latencies('baseline'),
      },
      {
        name: 'hub, account out of reach',
        value: of('waiting', 'perSecond'),
        unit: '/s',
        note: latencies('waiting'),
      },
      {
        name: 'hub, delivering',
        value: of('delivering', 'perSecond'),
        unit: '/s',
        note: latencies('delivering'),
      },
      { name: 'fsync of this disk, p99', value: fsync.p99, unit: 'ms', note: disk },
      {
        name: `resident memory after ${memoryMessages.toLocaleString('en')} messages`,
        value: memory.last,
        unit: 'MB',
        target: { max: 250 },
        note: `peak ${Math.round(memory.peak)} MB`,
      },
    ],
    plots: [
      {
        title: 'Messages per second, round by round',
        x: 'round',
        y: 'messages/s',
        series: named(results).map(([name, list]) => ({
          name,
          points: list.map((r, i) => [i + 1, r.perSecond]),
        })),
      },
      {
        title: 'Resident memory of the hub',
        x: 'seconds',
        y: 'MB',
        series: [{ name: 'hub, delivering', points: memory.points }],
      },
    ],
  };
}
