import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { CallbackLimits } from './callback-limits.js';

const EMAIL = 'ada@customer.example';
const STRANGER = '203.0.113.66';
const FLOOD = 100;

/** However long the flood takes here, it comes within one moment. */
class StandingLimits extends CallbackLimits {
  protected override now(): number {
    return 0;
  }
}

describe('a flood at the callback door', () => {
  let hub: TestHub;
  let tenant: { id: string; key: string };
  let urls: { optIn: string; optOut: string };

  beforeAll(async () => {
    hub = await startTestHub({
      env: { STOREWIRE_TRUST_PROXY: '127.0.0.1' },
      override: (builder) =>
        builder.overrideProvider(CallbackLimits).useValue(new StandingLimits()),
    });
    tenant = await hub.tenant();
    const account = {
      name: 'Bookshop',
      endpoint: 'http://127.0.0.1:9',
      clientId: 'abc123',
      apiSecret: 's3cret',
      owner: 'owner@shop.example',
    };
    const path = `/api/v1/tenants/${tenant.id}/accounts`;
    urls = (await hub.api('POST', path, account, tenant.key)).body.callbackUrls;
  });
  afterAll(() => hub.close());

  const knock = (template: string, from: string, wrong?: 'key' | 'account' | 'parameters') => {
    const own = /\$email\$(?<secret>\w+)\)/.exec(template)?.groups?.secret ?? '';
    const key = createHash('sha1')
      .update(EMAIL + (wrong === 'key' ? 'guessed' : own))
      .digest('hex');
    const path = new URL(template).pathname.replace(/[^/]+(?=\/opt-)/, (account) =>
      wrong === 'account' ? account.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : account,
    );
    const query = wrong === 'parameters' ? '' : `?email=${EMAIL}&key=${key}`;
    return fetch(`${hub.url}${path}${query}`, { headers: { 'x-forwarded-for': from } });
  };
  const counted = async (outcome: string): Promise<number> => {
    const { body } = await hub.api('GET', '/metrics', undefined, null);
    return Number(new RegExp(`callbacks_total{outcome="${outcome}"} (\\d+)`).exec(body)?.[1] ?? 0);
  };

  it('is answered 403, then 429 with Retry-After, and no longer logged', async () => {
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let n = 0; n < FLOOD; n += 1) {
      last = await knock(urls.optOut, STRANGER, 'key');
      statuses.push(last.status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([403, 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await last?.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', next: 'retry' });
    const refused = statuses.filter((status) => status === 403).length;
    const lines = hub.logs.filter((line) => line.includes('its key does not fit'));
    expect(lines).toHaveLength(refused);
    expect(await counted('wrongKey')).toBe(refused);
    expect(await counted('tooMany')).toBe(FLOOD - refused);
  });

  it('turns away from the same address what names no account or lacks a parameter', async () => {
    expect((await knock(urls.optIn, STRANGER, 'account')).status).toBe(429);
    expect((await knock(urls.optIn, STRANGER, 'parameters')).status).toBe(429);
    expect((await knock(urls.optIn, '203.0.113.67', 'account')).status).toBe(404);
    expect((await knock(urls.optIn, '203.0.113.67', 'parameters')).status).toBe(400);
  });

  it('hinders no right key: not from elsewhere, and not from the address of the flood', async () => {
    const before = await counted('accepted');
    expect((await knock(urls.optOut, '198.51.100.1')).status).toBe(200);
    expect((await knock(urls.optOut, STRANGER)).status).toBe(200);
    expect(await counted('accepted')).toBe(before + 2);
    expect((await knock(urls.optOut, STRANGER, 'key')).status).toBe(429);
  });

  it('says nothing of an address in the log', () =>
    expect(hub.logs.join('\n')).not.toContain('customer.example'));
});
