import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { fakeAdapter } from '../testing/fake-shop.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

jest.setTimeout(120_000);

describe('a hub that calls public addresses only', () => {
  let hub: TestHub;
  let path: string;
  let accountId: string;

  beforeAll(async () => {
    hub = await startTestHub({
      env: { STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'false' },
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([fakeAdapter])),
    });
    const { id } = await hub.tenant();
    path = `/api/v1/tenants/${id}/stores`;
    const { body } = await hub.api('POST', `/api/v1/tenants/${id}/accounts`, {
      name: 'Account',
      endpoint: 'https://app2.salesmanago.example',
      clientId: 'client',
      apiSecret: 'api-secret',
      owner: 'owner@shop.example',
    });
    accountId = body.id;
  });
  afterAll(() => hub?.close());

  const newStore = (address: object) => ({
    name: 'Bookshop',
    platform: 'fake',
    accountId,
    connection: { token: 'tok_right', ...address },
  });

  it.each([
    { url: 'http://127.0.0.1:1' },
    { url: 'https://[::1]/' },
    { url: 'https://localhost/' },
    { url: 'https://shop.invalid', apiBaseUrl: 'http://10.0.0.1' },
  ])('refuses $url $apiBaseUrl', async (address) => {
    const { status, body } = await hub.api('POST', path, newStore(address));
    expect([status, body.code, body.next]).toEqual([422, 'ADDRESS_REFUSED', 'fixSettings']);
    const wrong = 'apiBaseUrl' in address ? 'connection.apiBaseUrl' : 'connection.url';
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([wrong]);
  });

  it('takes a host that cannot be resolved, whose webhooks wait for a public address', async () => {
    const { status, body: store } = await hub.api(
      'POST',
      path,
      newStore({ url: 'https://nobody.invalid' }),
    );
    expect(status).toBe(201);
    const { status: refused, body } = await hub.api(
      'POST',
      `${path}/${store.id}/webhooks/register`,
    );
    expect([refused, body.code, body.next]).toEqual([422, 'PUBLIC_ADDRESS_NEEDED', 'fixSettings']);
  });
});
