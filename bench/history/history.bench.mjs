import { residentMb, startChild } from '../rig/child.mjs';
import { startHub } from '../rig/hub.mjs';
import { inTempFolder, row, until } from '../rig/measure.mjs';

const LIMIT_MS = 30 * 60_000;
const BATCH = 400;
const sandboxScript = new URL('../rig/sandbox-child.mjs', import.meta.url);
const storeScript = new URL('./woo-child.mjs', import.meta.url);

/** All customers and all orders of a large WooCommerce store, exported: how many calls it takes, and how much memory. */
export const history = (quick) =>
  inTempFolder(async (dataDir) => {
    const size = quick ? 2_000 : 100_000;
    const sandbox = await startChild(sandboxScript);
    const shop = await startChild(storeScript, { args: [String(size), String(size)] });
    const hub = await startHub({ dataDir });
    try {
      const { url: endpoint, clientId, apiSecret, owner } = sandbox.first;
      const { url, consumerKey, consumerSecret } = shop.first;
      const tenant = await hub.api('POST', '/api/v1/tenants', { name: 'Bench' });
      const base = `/api/v1/tenants/${tenant.id}`;
      const account = await hub.api('POST', `${base}/accounts`, {
        name: 'Bench',
        endpoint,
        clientId,
        apiSecret,
        owner,
        callsPerSecond: 100,
        concurrency: 4,
      });
      const store = await hub.api('POST', `${base}/stores`, {
        name: 'Bench',
        platform: 'woocommerce',
        accountId: account.id,
        connection: { url, consumerKey, consumerSecret, webhookSecret: 'bench-webhook-secret' },
      });
      const memory = [];
      const run = async (kind) => {
        const before = await sandbox.ask('stats');
        const startedAt = performance.now();
        const { id } = await hub.api('POST', `${base}/stores/${store.id}/exports`, {
          kind,
          to: '2100-01-01',
        });
        let last;
        await until(
          async () => {
            memory.push(residentMb(hub.pid));
            last = await hub.api('GET', `${base}/stores/${store.id}/exports/${id}`);
            if (last.state === 'failed') throw new Error(last.error);
            return last.state === 'done';
          },
          LIMIT_MS,
          500,
        );
        const after = await sandbox.ask('stats');
        return {
          ...last,
          perSecond: last.processed / ((performance.now() - startedAt) / 1000),
          calls: after.calls - before.calls,
          upserts: after.upserts - before.upserts,
          events: after.eventsAdded - before.eventsAdded,
        };
      };
      const contacts = await run('contacts');
      const orders = await run('orders');
      const { duplicates } = await sandbox.ask('stats');
      const minimal = [contacts, orders].reduce(
        (sum, one) => sum + Math.ceil(one.upserts / BATCH) + Math.ceil(one.events / BATCH),
        0,
      );
      const third = Math.max(1, Math.floor(memory.length / 3));
      return [
        row(
          `history of ${size} customers and ${size} orders, calls to the minimum`,
          (contacts.calls + orders.calls) / minimal,
          { atMost: 1.1 },
        ),
        row('calls to SALESmanago', contacts.calls + orders.calls),
        row('customers', contacts.perSecond, { unit: '/s' }),
        row('orders', orders.perSecond, { unit: '/s' }),
        row(
          'resident memory, last third to first third',
          Math.max(...memory.slice(-third)) / Math.max(...memory.slice(0, third)),
          { atMost: 1.3 },
        ),
        row('resident memory, highest', Math.max(...memory), { unit: 'MB' }),
        row('sent twice', duplicates, { atMost: 0 }),
      ];
    } finally {
      await Promise.all([hub.stop(), shop.stop(), sandbox.stop()]);
    }
  });
