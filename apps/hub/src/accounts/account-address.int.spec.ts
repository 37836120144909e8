import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

describe('accounts where private addresses are not allowed', () => {
  let hub: TestHub;
  let base: string;

  beforeAll(async () => {
    hub = await startTestHub({ env: { STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'false' } });
    base = `/api/v1/tenants/${(await hub.tenant()).id}/accounts`;
  });
  afterAll(() => hub.close());

  const values = {
    name: 'x',
    clientId: 'c',
    apiSecret: createHash('md5').update('x').digest('hex'),
    owner: 'owner@shop.example',
  };

  it.each([
    'http://127.0.0.1:4000',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://192.168.0.1',
    'https://169.254.169.254',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://2130706433',
    'https://localhost',
    'http://app2.salesmanago.com',
    'https://app2.salesmanago.com@127.0.0.1',
  ])('refuses %s', async (endpoint) => {
    for (const entered of [{ endpoint }, { endpoint: 'https://1.1.1.1', v3Endpoint: endpoint }]) {
      const { status, body } = await hub.api('POST', base, { ...values, ...entered });
      expect([status, body.code, body.next]).toEqual([422, 'ADDRESS_REFUSED', 'fixSettings']);
      expect(body.errors[0].path).toBe('v3Endpoint' in entered ? 'v3Endpoint' : 'endpoint');
    }
    const login = { email: 'a@shop.example', password: 'p', endpoint };
    expect((await hub.api('POST', `${base}/login`, login)).status).toBe(422);
  });

  it('saves an account whose host cannot be found', async () => {
    const endpoint = 'https://no-such-host.invalid';
    const made = await hub.api('POST', base, { ...values, endpoint });
    expect([made.status, made.body.endpoint]).toEqual([201, endpoint]);
    const { status, body } = await hub.api('POST', `${base}/${made.body.id}/check`);
    expect([status, body.ok, body.parts[0].ok]).toEqual([200, false, false]);
  });

  it('warns of a host that SALESmanago has to prepare first', async () => {
    const made = await hub.api('POST', base, { ...values, endpoint: 'shop.emlgrid.invalid' });
    expect(made.body.warnings).toEqual([expect.stringContaining('support')]);
  });
});
