import { CLIENT_SECRET, SHOP_DOMAIN } from './shopify-orders.mjs';

/**
 * A tenant with an account and a Shopify store whose platform is out of reach: its webhooks carry all that is needed.
 *
 * @param {Awaited<ReturnType<typeof import('./hub.mjs').startHub>>} hub
 * @param {{ endpoint: string, clientId: string, apiSecret: string, owner: string, callsPerSecond?: number, concurrency?: number }} account
 */
export async function shopifyStore(hub, account) {
  const tenant = await hub.api('POST', '/api/v1/tenants', { name: 'Bench' });
  const base = `/api/v1/tenants/${tenant.id}`;
  const { id: accountId } = await hub.api('POST', `${base}/accounts`, {
    name: 'Bench',
    ...account,
  });
  const store = await hub.api('POST', `${base}/stores`, {
    name: 'Bench',
    platform: 'shopify',
    accountId,
    connection: {
      shopDomain: SHOP_DOMAIN,
      accessToken: 'shpat_bench0001',
      clientSecret: CLIENT_SECRET,
      apiBaseUrl: 'http://127.0.0.1:9',
    },
    settings: { location: 'shop_pl' },
  });
  return {
    path: new URL(store.webhookUrl).pathname,
    accountPath: `${base}/accounts/${accountId}`,
    ledger: () => hub.api('GET', `${base}/stores/${store.id}/ledger`),
  };
}
