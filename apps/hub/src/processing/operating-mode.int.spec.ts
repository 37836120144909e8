import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Contact, defineAdapter, defineMapping, type Order } from '@storewire/core';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { AcceptService } from '../intake/accept.service.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

class NoConnection {}

const consents = {
  each: 'consents',
  map: {
    kind: { from: 'kind', as: 'text' },
    name: { from: 'name', as: 'text' },
    granted: { from: 'granted', as: 'flag' },
    at: { from: 'at', as: 'isoInstant' },
  },
} as const;

/** A platform like Ebexo: it has no source of its own. */
const doorAdapter = defineAdapter({
  id: 'door',
  name: 'Door',
  connection: NoConnection,
  capabilities: {},
  connect: () => ({}),
  checkConnection: async () => ({ shopKey: 'door:1', name: 'Door', missing: [] }),
  shopKey: () => 'door:1',
  sources: {},
  mappings: {
    contact: defineMapping<Contact>({ email: { from: 'email', as: 'email' }, consents }),
    order: defineMapping<Order>({
      externalId: { from: 'id', as: 'text' },
      state: { from: 'state', as: 'text' },
      placedAt: { from: 'at', as: 'isoInstant' },
      total: { from: 'total', as: 'decimal' },
      currency: { from: 'currency', as: 'currencyCode' },
      email: { from: 'email', as: 'email' },
      lines: {
        each: 'lines',
        map: { productId: { from: 'id', as: 'text' }, quantity: { from: 'n', as: 'integer' } },
      },
    }),
  },
  orderStates: { paid: 'purchase' },
});

describe('S50 operating mode, at a door', () => {
  let hub: TestHub;
  let sandbox: Sandbox;
  let store: { id: string; path: string; tenantId: string };

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    hub = await startTestHub({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([doorAdapter])),
    });
  });
  afterAll(async () => {
    await hub.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    sandbox.reset();
    const { id: tenantId } = await hub.tenant();
    const base = `/api/v1/tenants/${tenantId}`;
    const { body: account } = await hub.api('POST', `${base}/accounts`, {
      name: 'A',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
    });
    const { body } = await hub.api('POST', `${base}/stores`, {
      name: 'Shop',
      platform: 'door',
      accountId: account.id,
      connection: {},
    });
    store = { id: body.id, path: `${base}/stores/${body.id}`, tenantId };
  });

  const set = (values: object) => hub.api('PATCH', `${store.path}/settings`, values);
  let count = 0;
  const comes = async (kind: 'contact' | 'order', raw: object): Promise<string> => {
    count += 1;
    const context = await hub.app.get(StoreDirectory).require(store.tenantId, store.id);
    const row = { kind, id: String(count), raw };
    await hub.app.get(AcceptService).accept({
      store: context,
      source: 'inbound',
      topic: kind,
      rawBody: Buffer.from(JSON.stringify(row)),
    });
    for (let tries = 0; tries < 500; tries += 1) {
      const { body } = await hub.api('GET', `${store.path}/messages?limit=1`);
      if (body.items[0] && body.items[0].state !== 'pending' && body.items[0].topic === kind) {
        const { body: ledger } = await hub.api('GET', `${store.path}/ledger`);
        if (ledger.pending === 0) return body.items[0].rule ?? body.items[0].state;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('It never settled.');
  };
  const terms = (granted: boolean, at: string) => [{ kind: 'custom', name: 'Terms', granted, at }];
  const email = 'ada@customer.example';
  const order = (id: string) => ({
    id,
    state: 'paid',
    at: '2026-11-20T10:00:00Z',
    total: '10.00',
    currency: 'PLN',
    email,
    lines: [{ id: '1', n: 1 }],
  });

  it('sends nothing of a person without the linked consent, and all once it is there', async () => {
    expect(await comes('contact', { email })).toBe('linkedConsentUnnamed');
    await set({ linkedConsentName: 'Terms' });
    expect(await comes('contact', { email })).toBe('linkedConsentMissing');
    expect(await comes('order', order('1'))).toBe('linkedConsentMissing');
    expect(sandbox.stats()).toMatchObject({ contacts: 0, events: 0 });

    const given = terms(true, '2026-11-20T09:00:00Z');
    expect(await comes('contact', { email, consents: given })).toBe('delivered');
    expect(sandbox.contact(email)).toMatchObject({ optedOut: false });
    // The order says nothing about the consent; the hub remembers it.
    expect(await comes('order', order('2'))).toBe('delivered');
    expect(sandbox.events({ type: 'PURCHASE' }).total).toBe(1);

    const withdrawn = terms(false, '2026-11-20T11:00:00Z');
    expect(await comes('contact', { email, consents: withdrawn })).toBe('linkedConsentMissing');
    expect(await comes('order', order('3'))).toBe('linkedConsentMissing');
    expect(sandbox.events({ type: 'PURCHASE' }).total).toBe(1);
  });

  it('sends everyone, opted in, when it is automatic', async () => {
    await set({ operatingMode: 'automatic' });
    expect(await comes('order', order('1'))).toBe('delivered');
    expect(sandbox.contact(email)).toMatchObject({ optedOut: false });
  });
});
