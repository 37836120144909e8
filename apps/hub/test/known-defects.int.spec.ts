import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { Database } from '../src/database/database.service.js';
import { OutgoingGuard } from '../src/outgoing/outgoing-guard.js';
import { startTestHub } from '../src/testing/test-hub.js';
import { WooScene } from '../src/testing/woo-scene.js';

// Defects of other integrations (facts/salesmanago.md 11), each with a test named after it that Storewire does not
// have it. What the rules alone decide is tested in packages/core/test/known-defects.spec.ts.

describe('known defects', () => {
  let scene: WooScene;
  let origins: Set<string>;
  let count = 0;

  beforeAll(async () => {
    scene = await WooScene.open({ account: { v3ApiKey: DEFAULT_ACCOUNT.v3Keys?.[0]?.key } });
    const { dispatcher } = scene.hub.app.get(OutgoingGuard);
    const dispatch = dispatcher.dispatch.bind(dispatcher);
    origins = new Set();
    dispatcher.dispatch = (options, handler) => {
      origins.add(String(options.origin));
      return dispatch(options, handler);
    };
    const account = `${scene.tenantPath}/accounts/${scene.accountId}`;
    await scene.hub.api('PATCH', account, { v3Endpoint: scene.sandbox.url });
  });
  afterAll(() => scene.close());
  beforeEach(() => {
    count += 1;
    scene.sandbox.faults.clear();
  });

  const api = (method: string, path: string, body?: unknown) =>
    scene.hub.api(method, `${scene.tenantPath}${path}`, body);
  const email = (): string => `person.${count}@customer.example`;
  const register = (input: object = {}) =>
    scene.shop.registerCustomer({ email: email(), ...input });
  const events = (type: string) => scene.sandbox.events({ type, email: email() }).items;
  const exported = async (kind: string) => {
    const { body } = await api('POST', `/stores/${scene.storeId}/exports`, { kind });
    return ended(body.id);
  };
  const ended = async (id: string) => {
    let last = { state: '', sent: 0, skipped: 0 };
    await scene.until('the export is done', async () => {
      last = await scene.get(`${scene.path}/exports/${id}`);
      return last.state === 'done';
    });
    return last;
  };
  const callsFor = (address: string) =>
    scene.sandbox
      .requests({ limit: 10_000 })
      .filter(({ body }) => JSON.stringify(body).includes(address));

  it('duplicate PURCHASE events: none, however often the status changes', async () => {
    const { id } = register();
    const order = scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    for (const status of ['completed', 'cancelled', 'processing', 'completed'] as const) {
      scene.shop.setOrderStatus(order.id, status);
      await scene.deliver();
    }
    expect(events('PURCHASE')).toHaveLength(1);
  });

  it('duplicate events when orders are exported twice: the second export skips them', async () => {
    const { id } = register();
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    await exported('contacts');
    await exported('orders');
    const before = scene.sandbox.stats().eventsAdded;
    const again = await exported('orders');
    expect([scene.sandbox.stats().eventsAdded - before, again.sent]).toEqual([0, 0]);
    expect(scene.sandbox.repeatedOrders()).toEqual([]);
  });

  it('location mismatch or missing location in export: live and exported events have the same', async () => {
    const { id } = register();
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    await exported('orders');
    const locations = new Set(
      scene.sandbox.events({ limit: 1_000 }).items.map(({ location }) => location),
    );
    expect([...locations]).toEqual(['forest_pl']);
  });

  it('deleted product breaks order status change: the order goes on', async () => {
    const { id } = register();
    const order = scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    for (const line of order.line_items)
      scene.shop.editProduct(line.product_id, { status: 'trash' } as never);
    scene.shop.setOrderStatus(order.id, 'cancelled');
    await scene.deliver();
    for (const line of order.line_items)
      scene.shop.editProduct(line.product_id, { status: 'publish' } as never);
    expect(events('CANCELLATION')).toHaveLength(1);
  });

  it('export dies at the time limit: one that is interrupted goes on where it was', async () => {
    for (let n = 0; n < 5; n += 1)
      scene.shop.registerCustomer({ email: `many.${n}@customer.example` });
    await scene.deliver();
    const { body } = await api('POST', `/stores/${scene.storeId}/exports`, { kind: 'contacts' });
    const path = `/stores/${scene.storeId}/exports/${body.id}`;
    const paused = await api('POST', `${path}/pause`);
    expect([200, 201, 409]).toContain(paused.status);
    await api('POST', `${path}/resume`);
    const { sent, skipped } = await ended(body.id);
    expect(sent + skipped).toBe(scene.shop.counts.customers);
  });

  it('ignored domains leaked in export', async () => {
    const ignored = `gone.${count}@relay.example`;
    await scene.hub.api('PATCH', `${scene.path}/settings`, { ignoredDomains: ['RELAY.example'] });
    const { id } = register({ email: ignored });
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    await exported('contacts');
    await exported('orders');
    await scene.hub.api('PATCH', `${scene.path}/settings`, { ignoredDomains: null });
    expect(callsFor(ignored)).toEqual([]);
  });

  it('unauthenticated cron: nothing that starts work answers without a key', async () => {
    for (const path of [
      `${scene.path}/exports`,
      `${scene.path}/webhooks/register`,
      `${scene.path}/dead-letters/retry`,
      `${scene.tenantPath}/settings/bulk`,
    ]) {
      const { status } = await scene.hub.api('POST', path, {}, null);
      expect([path, status]).toEqual([path, 401]);
    }
  });

  it('no role checks: a key that may only read changes nothing', async () => {
    const { body: reader } = await api('POST', '/keys', { name: 'reader', scopes: ['read'] });
    const before = await scene.get(`${scene.path}/settings`);
    for (const [method, path, body] of [
      ['PATCH', `${scene.path}/settings`, { location: 'other_pl' }],
      ['POST', `${scene.path}/exports`, { kind: 'orders' }],
      ['POST', `${scene.path}/logo`, {}],
      ['POST', `${scene.tenantPath}/accounts/${scene.accountId}/callback-secret`, {}],
      ['DELETE', scene.path, undefined],
    ] as const) {
      const { status } = await scene.hub.api(method, path, body, reader.key);
      expect([path, status]).toEqual([path, 403]);
    }
    expect(await scene.get(`${scene.path}/settings`)).toEqual(before);
  });

  it('shared partner secret in code: each call is signed with the secret of the merchant', async () => {
    register();
    await scene.deliver();
    const { createHash } = await import('node:crypto');
    const calls = callsFor(email()).map(({ body }) => JSON.parse(body) as Record<string, string>);
    expect(calls.length).toBeGreaterThan(0);
    for (const { apiKey, clientId, sha } of calls) {
      const own = `${apiKey}${clientId}${DEFAULT_ACCOUNT.apiSecret}`;
      expect(sha).toBe(createHash('sha1').update(own).digest('hex'));
    }
  });

  it('code of a platform loaded where it is absent: only the adapters that are enabled are there', async () => {
    const hub = await startTestHub({ env: { STOREWIRE_ADAPTERS: 'shopify' } });
    try {
      const asked = ['shopify', 'woocommerce'].map((platform) =>
        hub.api('GET', `/api/v1/settings-schema?platform=${platform}`),
      );
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 404]);
    } finally {
      await hub.close();
    }
  });

  it('SQL built by string joining: text of a search stays text', async () => {
    register();
    await scene.deliver();
    for (const q of ["' OR '1'='1", "x'; DROP TABLE message; --", '%']) {
      const found = await scene.get(`${scene.path}/messages?q=${encodeURIComponent(q)}`);
      expect([q, found.items]).toEqual([q, []]);
    }
    expect((await scene.get(`${scene.path}/messages`)).items.length).toBeGreaterThan(0);
  });

  it('TLS certificate check disabled: a host without a valid certificate is refused', async () => {
    const endpoint = scene.sandbox.url.replace('http:', 'https:');
    const { body } = await api('POST', '/accounts', {
      name: 'TLS',
      endpoint,
      clientId: 'c',
      apiSecret: 's',
      owner: 'owner@shop.example',
    });
    const checked = await api('POST', `/accounts/${body.id}/check`);
    expect(checked.body.parts[0]).toMatchObject({
      part: 'endpoint',
      ok: false,
      code: 'SM_TLS_FAILED',
    });
    expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined();
  });

  it('password login required: an account works with data entered by hand', async () => {
    const checked = await api('POST', `/accounts/${scene.accountId}/check`);
    expect(checked.body.ok).toBe(true);
  });

  it('reports usage, errors and signature pairs to a survey host: nobody is called but the store and the account', async () => {
    const login = await api('POST', '/accounts/login', {
      email: 'owner@shop.example',
      password: 'sandbox-password',
      endpoint: scene.sandbox.url,
      v3Endpoint: scene.sandbox.url,
    });
    await api('PATCH', `/accounts/${login.body.id}`, { name: 'Renamed' });
    await scene.hub.api('PATCH', `${scene.path}/settings`, { language: 'pl' });
    await api('DELETE', `/accounts/${login.body.id}`);
    register();
    await scene.deliver();
    // The endpoint that another test enters is the sandbox's, with TLS.
    const known = [scene.sandbox.url, scene.shop.url, scene.sandbox.url.replace('http:', 'https:')];
    expect([...origins].filter((origin) => !known.includes(origin))).toEqual([]);
    const methods = Object.keys(scene.sandbox.stats().callsByMethod);
    expect(methods.filter((method) => /survey|vendor|integration\/upsert/i.test(method))).toEqual(
      [],
    );
  });

  it('admin screen embeds a third-party behaviour recorder: the pages load nothing from elsewhere', async () => {
    for (const path of ['/', '/api/docs']) {
      const { body } = await scene.hub.api('GET', path, undefined, null);
      const sources = [...String(body).matchAll(/(?:src|href)="((?:https?:)?\/\/[^"]+)"/g)];
      expect([path, sources.map(([, source]) => source)]).toEqual([path, []]);
    }
  });

  it('synchronous API call on the shopper’s request: the webhook is answered while SALESmanago hangs', async () => {
    const fault = scene.sandbox.faults.add({ kind: 'hang', path: 'contact/upsert', count: 1 });
    register();
    const answered = (await scene.shop.webhooks.flush()).map(({ status }) => status);
    expect(new Set(answered)).toEqual(new Set([200]));
    await scene.until('the call hangs', async () => fault.fired === 1);
    expect(scene.sandbox.contact(email())).toBeUndefined();
    // What hangs is cut off, looked up and sent again.
    const port = Number(new URL(scene.sandbox.url).port);
    await scene.sandbox.close();
    await scene.sandbox.listen({ port });
    await scene.settled();
    expect(scene.sandbox.contact(email())).toBeDefined();
  });

  it('an extra status lookup before each upsert: none where nothing asks for it', async () => {
    register({ newsletter: 'yes' });
    await scene.deliver();
    const paths = callsFor(email()).map(({ path }) => path);
    expect(paths).toContain('/api/contact/upsert');
    expect(paths).not.toContain('/api/contact/basic');
  });

  it('failed sends only logged: they wait, and those that cannot succeed are shown with their cause', async () => {
    scene.sandbox.faults.add({
      kind: 'status',
      status: 503,
      path: '/api/contact/upsert',
      count: 1,
    });
    register();
    await scene.deliver();
    expect(scene.sandbox.contact(email())).toBeDefined();
    count += 1;
    scene.sandbox.faults.add({ kind: 'refuse', email: email(), count: 1 });
    register();
    await scene.deliver();
    const { items } = await scene.get(`${scene.path}/dead-letters`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ cause: 'SM_REFUSED', detail: expect.stringMatching(/\w/) });
    await scene.hub.api('POST', `${scene.path}/dead-letters/retry`, { all: true });
    await scene.settled();
    expect(scene.sandbox.contact(email())).toBeDefined();
  });

  it('unpaid, cancelled or refunded orders reported as PURCHASE: none is, and refunds are not lost', async () => {
    const { id } = register();
    const waits = scene.shop.placeOrder({ customerId: id, status: 'on-hold' });
    const never = scene.shop.placeOrder({ customerId: id, status: 'pending' });
    const paid = scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    scene.shop.setOrderStatus(never.id, 'cancelled');
    scene.shop.refundOrder(paid.id);
    await scene.deliver();
    expect(events('PURCHASE').map(({ externalId }) => externalId)).toEqual([String(paid.id)]);
    expect(events('RETURN').map(({ externalId }) => externalId)).toEqual([String(paid.id)]);
    expect(events('CANCELLATION')).toEqual([]);
    scene.shop.setOrderStatus(waits.id, 'processing');
    await scene.deliver();
    expect(events('PURCHASE')).toHaveLength(2);
  });

  it('contact export empty: it reads the customers through the shop’s own API, those without orders too', async () => {
    const { id } = register();
    await scene.deliver();
    const { sent, skipped } = await exported('contacts');
    expect(sent + skipped).toBe(scene.shop.counts.customers);
    expect(scene.sandbox.contact(email())).toMatchObject({ externalId: String(id) });
  });

  it('2 to 5 synchronous contact calls per shopper action: one', async () => {
    const { id } = register({ newsletter: 'yes' });
    await scene.deliver();
    expect(callsFor(email()).map(({ path }) => path)).toEqual(['/api/contact/upsert']);
    scene.shop.editCustomer(id, { billing: { phone: '600700800' } });
    await scene.deliver();
    expect(callsFor(email())).toHaveLength(2);
  });

  it('real name overwritten by the display name on completion', async () => {
    const { id } = register({ firstName: 'Ada', lastName: 'Kowal' });
    const order = scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    scene.shop.setOrderStatus(order.id, 'completed');
    await scene.deliver();
    expect(scene.sandbox.contact(email())).toMatchObject({ name: 'Ada Kowal' });
  });

  it('billing address taken for the shopper’s: the contact is the one of the account', async () => {
    const { id } = register({ billing: { email: `office.${count}@company.example` } });
    await scene.deliver();
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    expect(events('PURCHASE')).toHaveLength(1);
    expect(scene.sandbox.contact(`office.${count}@company.example`)).toBeUndefined();
  });

  it('v3 key erased after one authentication failure: it is kept, and works again', async () => {
    const path = `/accounts/${scene.accountId}`;
    scene.sandbox.faults.add({
      kind: 'status',
      status: 401,
      path: '/v3/product/catalogList',
      count: 1,
    });
    await api('POST', `${path}/check`);
    const failed = await api('GET', path);
    expect(failed.body.hasV3ApiKey).toBe(true);
    expect(failed.body.v3Key.state).not.toBe('working');
    const again = await api('POST', `${path}/check`);
    expect(again.body.parts.at(-1)).toMatchObject({ part: 'v3', ok: true });
  });

  it('callback handler is a state-changing GET: a callback alone changes nothing, SALESmanago is asked', async () => {
    const { id } = register({ newsletter: 'yes' });
    await scene.deliver();
    const { body: account } = await api('GET', `/accounts/${scene.accountId}`);
    const { createHash } = await import('node:crypto');
    const [, secret = ''] = /sha1\(\$email\$(\w+)\)/.exec(account.callbackUrls.optOut) ?? [];
    const key = createHash('sha1')
      .update(email() + secret)
      .digest('hex');
    const url = account.callbackUrls.optOut
      .replace('$email$&', `${encodeURIComponent(email())}&`)
      .replace(/sha1\(.*\)$/, key);
    const consentOf = () =>
      scene.shop.customerMeta(id).find(({ key: name }) => name === 'newsletter_consent')?.value;
    const before = consentOf();
    expect((await fetch(url)).status).toBe(200);
    await scene.settled();
    // SALESmanago still has the person opted in, so the store stays as it is.
    expect(consentOf()).toBe(before);
    const wrong = await fetch(
      url.replace(
        key,
        key.replace(/^./, (c: string) => (c === '0' ? '1' : '0')),
      ),
    );
    expect(wrong.status).toBe(403);
  });

  it('no opt-in/opt-out callback at all: an opt-out in SALESmanago reaches the store', async () => {
    const { id } = register({ newsletter: 'yes' });
    await scene.deliver();
    await scene.sandbox.unsubscribe(email());
    const { body: account } = await api('GET', `/accounts/${scene.accountId}`);
    const { createHash } = await import('node:crypto');
    const [, secret = ''] = /sha1\(\$email\$(\w+)\)/.exec(account.callbackUrls.optOut) ?? [];
    const key = createHash('sha1')
      .update(email() + secret)
      .digest('hex');
    await fetch(
      account.callbackUrls.optOut
        .replace('$email$&', `${encodeURIComponent(email())}&`)
        .replace(/sha1\(.*\)$/, key),
    );
    await scene.until('the store has the opt-out', async () => {
      const consent = scene.shop
        .customerMeta(id)
        .find(({ key: name }) => name === 'newsletter_consent');
      return !/^(yes|1)$/.test(String(consent?.value ?? ''));
    });
    await scene.deliver();
  });

  it('predictable webhook token: the address for v3 problems cannot be computed', async () => {
    const path = `/accounts/${scene.accountId}/v3-problem-url`;
    const { url } = (await api('POST', path)).body;
    expect(url.split('/').at(-1)).toMatch(/^[\w-]{32}$/);
    const rows = await scene.hub.app.get(Database).query('SELECT secrets FROM account');
    expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1));
  });
});
