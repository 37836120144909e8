import { CLIENT_SECRET, SHOP_DOMAIN } from './shopify-orders.mjs';

/**
 * A tenant with an account and Shopify stores whose platform is out of reach: their webhooks carry all that is needed.
 *
 * @param {Awaited<ReturnType<typeof import('./hub.mjs').startHub>>} hub
 * @param {{ endpoint: string, clientId: string, apiSecret: string, owner: string, callsPerSecond?: number, concurrency?: number }} account
 * @param {number} count how many stores share the account; the first one's ledger and messages are given
 */
export async function shopifyStore(hub, account, count = 1) {
  const tenant = await hub.api('POST', '/api/v1/tenants', { name: 'Bench' });
  const base = `/api/v1/tenants/${tenant.id}`;
  const { id: accountId } = await hub.api('POST', `${base}/accounts`, {
    name: 'Bench',
    ...account,
  });
  const domains = Array.from({ length: count }, (_, i) =>
    i === 0 ? SHOP_DOMAIN : `bench-${i}.myshopify.com`,
  );
  const stores = [];
  for (const shopDomain of domains) {
    stores.push(
      await hub.api('POST', `${base}/stores`, {
        name: shopDomain,
        platform: 'shopify',
        accountId,
        connection: {
          shopDomain,
          accessToken: 'shpat_bench0001',
          clientSecret: CLIENT_SECRET,
          apiBaseUrl: 'http://127.0.0.1:9',
        },
        settings: { location: 'shop_pl' },
      }),
    );
  }
  const [{ id: storeId }] = stores;
  const shops = stores.map(({ webhookUrl }, i) => ({
    path: new URL(webhookUrl).pathname,
    shopDomain: domains[i],
  }));
  return {
    path: shops[0].path,
    shops,
    accountPath: `${base}/accounts/${accountId}`,
    ledger: () => hub.api('GET', `${base}/stores/${storeId}/ledger`),
    /** Sum of all stores. */
    ledgers: async () => {
      const sum = { accepted: 0, delivered: 0, filtered: 0, dead: 0, pending: 0 };
      for (const { id } of stores) {
        const ledger = await hub.api('GET', `${base}/stores/${id}/ledger`);
        for (const key of Object.keys(sum)) sum[key] += ledger[key];
      }
      return sum;
    },
    /** Milliseconds from accept to settle of the newest messages, at most `limit`. */
    latencies: async (limit) => {
      const took = [];
      for (let cursor; took.length < limit; ) {
        const page = await hub.api(
          'GET',
          `${base}/stores/${storeId}/messages?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        );
        for (const { receivedAt, settledAt } of page.items) {
          took.push(
            settledAt === null
              ? Number.POSITIVE_INFINITY
              : Date.parse(settledAt) - Date.parse(receivedAt),
          );
        }
        cursor = page.nextCursor;
        if (!cursor) break;
      }
      return took.slice(0, limit).sort((a, b) => a - b);
    },
  };
}
