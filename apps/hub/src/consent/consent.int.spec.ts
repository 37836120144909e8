import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { createWooStore, type WooStore } from '@storewire/sandbox/woocommerce';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

jest.setTimeout(180_000);

const until = async <T>(read: () => Promise<T> | T, isRight: (value: T) => boolean): Promise<T> => {
  const deadline = performance.now() + 25_000;
  for (;;) {
    const value = await read();
    if (isRight(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

describe('consent, both ways', () => {
  let sandbox: Sandbox;
  let shop: WooStore;
  let shopAheadMs = 0;
  let hub: TestHub;
  let tenant: { id: string; key: string };
  let path: string;
  let callbacks: { optIn: string; optOut: string };

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen({ port: 0 });
    shop = createWooStore({
      customers: 0,
      orders: 0,
      products: 1,
      now: () => Date.now() + shopAheadMs,
    });
    await shop.listen({ port: 0 });
    hub = await startTestHub();
    tenant = await hub.tenant();
    const api = (method: string, to: string, body?: unknown) =>
      hub.api(method, `/api/v1/tenants/${tenant.id}${to}`, body, tenant.key);
    const { clientId, apiSecret, owners } = DEFAULT_ACCOUNT;
    const account = await api('POST', '/accounts', {
      name: 'Account',
      endpoint: sandbox.url,
      clientId,
      apiSecret,
      owner: owners[0],
      callsPerSecond: 200,
    });
    const store = await api('POST', '/stores', {
      name: 'Store',
      platform: 'woocommerce',
      accountId: account.body.id,
      connection: {
        url: shop.url,
        consumerKey: shop.consumerKey,
        consumerSecret: shop.consumerSecret,
        webhookSecret: 'webhook-secret-1',
        newsletterField: 'newsletter_consent',
      },
      settings: { consentSync: true, registrationTags: 'shop register', newsletterTags: ['news'] },
    });
    path = `/stores/${store.body.id}`;
    callbacks = store.body.callbackUrls;
    const registered = await api('POST', `${path}/webhooks/register`, {});
    expect(registered.status).toBeLessThan(300);
  });
  afterAll(async () => {
    await hub?.close();
    await shop?.close();
    await sandbox?.close();
  });

  const get = async (to: string) =>
    (await hub.api('GET', `/api/v1/tenants/${tenant.id}${to}`, undefined, tenant.key)).body;
  const settled = () =>
    until(
      () => get(`${path}/ledger`),
      (ledger) => ledger.pending === 0,
    );
  const deliver = async () => {
    await shop.webhooks.flush();
    await settled();
  };
  const callback = (template: string, email: string, secret?: string) => {
    const own = /\$email\$(?<secret>\w+)\)/.exec(template)?.groups?.secret ?? '';
    const key = createHash('sha1')
      .update(email + (secret ?? own))
      .digest('hex');
    const url = template.split('?')[0]?.replace(/^https?:\/\/[^/]+/, hub.url);
    return fetch(`${url}?email=${encodeURIComponent(email)}&key=${key}`);
  };
  const meta = (email: string): string | undefined => {
    const customer = shop.customerByEmail(email);
    const all = customer ? shop.customerMeta(Number(customer.id)) : [];
    return all.find((entry) => entry.key === 'newsletter_consent')?.value as string | undefined;
  };

  it('writes an opt-out of SALESmanago to the store, once, without an echo', async () => {
    const email = 'ada@customer.example';
    const id = shop.registerCustomer({ email, newsletter: 'yes' }).id;
    await deliver();
    expect(sandbox.contact(email)).toMatchObject({ optedOut: false });
    sandbox.unsubscribe(email);
    expect((await callback(callbacks.optOut, email)).status).toBe(200);
    await settled();
    expect(
      await until(
        () => meta(email),
        (value) => value !== 'yes',
      ),
    ).toMatch(/^(no|0)$/);
    const upserts = sandbox.stats().upserts;
    // The store's own webhook about the write is no news, and neither is a second callback.
    await deliver();
    expect((await callback(callbacks.optOut, email)).status).toBe(200);
    await deliver();
    expect(sandbox.stats().upserts).toBe(upserts);
    expect(sandbox.contact(email)).toMatchObject({ optedOut: true });
    // A later tick in the store is a new decision; its clock has whole seconds, so it has to be clearly later.
    shopAheadMs = 5_000;
    shop.setConsent(Number(id), 'yes');
    await deliver();
    expect(
      await until(
        () => sandbox.contact(email)?.optedOut,
        (out) => out === false,
      ),
    ).toBe(false);
  });

  it('sets the store to opt-in when somebody registers whom SALESmanago has as opted in', async () => {
    const email = 'bo@customer.example';
    await sandboxOptIn(email);
    shop.registerCustomer({ email });
    await deliver();
    await settled();
    expect(
      await until(
        () => meta(email),
        (value) => value !== undefined,
      ),
    ).toMatch(/^(yes|1)$/);
    expect(sandbox.contact(email)).toMatchObject({ optedOut: false });
    // Noted after the store has answered.
    const ledger = await until(
      () => get(`${path}/consents?email=${encodeURIComponent(email)}`),
      ({ items }) => items.some(({ rule }: { rule: string }) => rule === 'writtenToStore'),
    );
    expect(ledger.items.map((item: { rule: string }) => item.rule)).toContain('writtenToStore');
  });

  it('refuses a wrong key with 403, and a callback without parameters with 400', async () => {
    expect((await callback(callbacks.optOut, 'ada@customer.example', 'wrong')).status).toBe(403);
    const bare = callbacks.optOut.split('?')[0]?.replace(/^https?:\/\/[^/]+/, hub.url);
    expect((await fetch(`${bare}`)).status).toBe(400);
  });

  it('D11: counts a callback with a wrong key and logs it without the address', async () => {
    const counted = async (): Promise<number> => {
      const { body } = await hub.api('GET', '/metrics', undefined, null);
      return Number(/callbacks_total{outcome="wrongKey"} (?<n>\d+)/.exec(body)?.groups?.n ?? 0);
    };
    // The shop tells by itself of what was written to it; that has nothing to do with this callback.
    await deliver();
    const [before, lines] = [await counted(), hub.logs.length];
    expect((await callback(callbacks.optIn, 'cy@customer.example', 'wrong')).status).toBe(403);
    expect(await counted()).toBe(before + 1);
    const logged = hub.logs.slice(lines).filter((line) => line.includes('its key does not fit'));
    expect(logged).toHaveLength(1);
    expect((await get(`${path}/messages?q=cy@customer.example`)).items).toEqual([]);
    expect(await settled()).toMatchObject({ pending: 0 });
  });

  it('says nothing of an address in its log', () => {
    expect(hub.logs.join('\n')).not.toContain('customer.example');
  });

  async function sandboxOptIn(email: string): Promise<void> {
    const { SalesmanagoClient } = await import('@storewire/salesmanago');
    const { clientId, apiSecret, owners } = DEFAULT_ACCOUNT;
    const client = new SalesmanagoClient({
      endpoint: sandbox.url,
      clientId,
      owner: owners[0] ?? '',
      credential: { kind: 'secret', apiSecret },
    });
    await client.contacts.upsert({ contact: { email }, forceOptIn: true });
    await client.close();
  }
});
