import { residentMb, startChild } from '../rig/child.mjs';
import { startHub } from '../rig/hub.mjs';
import { median, until, watchMemory } from '../rig/measure.mjs';

export const title = 'Export of the past of a WooCommerce shop';

const FULL = { customers: 100_000, orders: 100_000 };
const QUICK = { customers: 2_000, orders: 2_000 };
/** Records that one call to SALESmanago may carry. */
const BATCH = 400;
/** The adapter reads 400 rows a second at most; twice that time is enough. */
const MAX_MS = 30 * 60_000;

/** Customers first, then orders, as an installer does it; the shop is read at the pace the adapter keeps to. */
export async function run({ quick, workspace, log }) {
  const sizes = quick ? QUICK : FULL;
  const rig = await startRig(workspace, sizes);
  const watch = watchMemory(rig.hub.pid);
  const before = residentMb(rig.hub.pid);
  const contacts = await exportAll(rig, 'contacts', log);
  const orders = await exportAll(rig, 'orders', log);
  const points = watch.stop();
  const { duplicates } = await rig.sandbox.ask('stats');
  if (duplicates > 0) throw new Error(`${duplicates} purchases arrived twice`);
  return report({ contacts, orders, points, before });
}

async function startRig(workspace, { customers, orders }) {
  const child = async (script, args) =>
    workspace.keep(await startChild(new URL(script, import.meta.url), { args }));
  const shop = await child('../rig/woo-child.mjs', [String(customers), String(orders)]);
  const sandbox = await child('../rig/sandbox-child.mjs');
  const hub = workspace.keep(await startHub({ dataDir: workspace.folder() }));
  const { id: tenantId } = await hub.api('POST', '/api/v1/tenants', { name: 'Bench' });
  const base = `/api/v1/tenants/${tenantId}`;
  const { url: endpoint, ...account } = sandbox.first;
  const { id: accountId } = await hub.api('POST', `${base}/accounts`, {
    name: 'Bench',
    ...account,
    endpoint,
  });
  const { url, consumerKey, consumerSecret } = shop.first;
  const store = await hub.api('POST', `${base}/stores`, {
    name: 'Bench',
    platform: 'woocommerce',
    accountId,
    connection: { url, consumerKey, consumerSecret, webhookSecret: 'bench-webhook-secret' },
    settings: { location: 'shop_pl' },
  });
  return { hub, sandbox, exports: `${base}/stores/${store.id}/exports` };
}

/** One export to its end, with what SALESmanago got of it. */
async function exportAll({ hub, sandbox, exports }, kind, log) {
  const before = await sandbox.ask('stats');
  const startedAt = performance.now();
  const { id } = await hub.api('POST', exports, {
    kind,
    ...(kind === 'orders' ? { to: '2999-01-01' } : {}),
  });
  const row = await until(
    () => hub.api('GET', `${exports}/${id}`),
    ({ state }) => state === 'done' || state === 'failed',
    { everyMs: 500, maxMs: MAX_MS },
  );
  if (row.state === 'failed') throw new Error(`the export of ${kind} failed: ${row.error}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await sandbox.ask('stats');
  const calls = after.calls - before.calls;
  const upserts = after.upserts - before.upserts;
  const events = after.eventsAdded - before.eventsAdded;
  const minimal = Math.ceil(upserts / BATCH) + Math.ceil(events / BATCH);
  log(
    `${kind}: ${row.processed} rows, ${upserts} contacts and ${events} events in ${calls} calls (${minimal} at least), ${Math.round(seconds)} s`,
  );
  return { rows: row.processed, failed: row.failed, calls, minimal, seconds };
}

function report({ contacts, orders, points, before }) {
  const rows = contacts.rows + orders.rows;
  const calls = contacts.calls + orders.calls;
  const minimal = contacts.minimal + orders.minimal;
  const half = Math.floor(points.length / 2);
  const middle = median(points.slice(Math.floor(half / 2), half + 1).map(([, mb]) => mb));
  const end = median(points.slice(-Math.max(1, Math.floor(half / 2))).map(([, mb]) => mb));
  return {
    metrics: [
      {
        name: 'calls to SALESmanago against the fewest possible',
        value: calls / minimal,
        unit: 'x',
        target: { max: 1.1 },
        note: `${calls} calls, ${minimal} at least`,
      },
      {
        name: 'resident memory, last quarter against second quarter',
        value: end / middle,
        unit: 'x',
        target: { max: 1.15 },
        note: `${Math.round(before)} MB at the start, ${Math.round(end)} MB at the end`,
      },
      {
        name: 'rows per second',
        value: rows / (contacts.seconds + orders.seconds),
        unit: '/s',
        note: 'the pace at which the adapter reads a shop is the limit',
      },
      {
        name: 'rows that failed',
        value: contacts.failed + orders.failed,
        unit: '',
        target: { max: 0 },
      },
    ],
    plots: [
      {
        title: 'Resident memory of the hub',
        x: 'seconds',
        y: 'MB',
        series: [{ name: 'hub', points }],
      },
    ],
  };
}
