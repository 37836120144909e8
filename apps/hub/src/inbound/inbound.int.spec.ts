import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MAX_INBOUND_BYTES, signInbound } from '@storewire/core';
import { AcceptService } from '../intake/accept.service.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

jest.setTimeout(120_000);

const at = '2026-11-20T10:00:00Z';
let count = 0;
const contact = (email = 'ada@customer.example') => ({ email, name: 'Ada Kowal' });
const event = (more: object = {}) => ({
  id: `e-${++count}`,
  type: 'contact.updated',
  occurredAt: at,
  contact: contact(),
  ...more,
});
const lines = [{ productId: '7', name: 'Mug', quantity: 2, unitPrice: '10.00' }];

describe('the inbound door', () => {
  let scene: DoorScene;
  let store: DoorStore;

  beforeAll(async () => {
    scene = await DoorScene.open();
    store = await scene.store();
  });
  afterAll(() => scene.close());

  const ledger = async (of: DoorStore) => (await scene.hub.api('GET', `${of.path}/ledger`)).body;

  it('takes one event, and answers once it is on disk', async () => {
    const answer = await scene.post(store, event());
    expect([answer.status, answer.body]).toEqual([
      202,
      { accepted: 1, duplicates: 0, rejected: [] },
    ]);
    await scene.settled(store);
    expect((await scene.messages(store))[0]).toMatchObject({
      source: 'inbound',
      topic: 'contact.updated',
      state: 'delivered',
    });
  });

  it('says of each event of a delivery what became of it', async () => {
    const one = event();
    await scene.post(store, one);
    const before = await ledger(store);
    const twin = event();
    const answer = await scene.post(store, {
      events: [one, event(), { ...event(), contact: { email: 'ada' } }, twin, twin],
    });
    expect([answer.status, answer.body]).toEqual([
      202,
      {
        accepted: 2,
        duplicates: 2,
        rejected: [
          {
            index: 2,
            code: 'INVALID_EVENT',
            field: 'contact.email',
            message: 'must be an e-mail address.',
          },
        ],
      },
    ]);
    expect((await ledger(store)).accepted).toBe(before.accepted + 2);
  });

  it('keeps the ids of two stores apart', async () => {
    const other = await scene.store();
    const one = event();
    expect((await scene.post(store, one)).body.accepted).toBe(1);
    expect((await scene.post(other, one)).body.accepted).toBe(1);
  });

  it('refuses a delivery in which nothing can be taken, with the fields', async () => {
    const answer = await scene.post(store, { events: [{ id: 'x' }, event({ type: 'no.such' })] });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      422,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(answer.body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [
        { path: 'events[0].type', message: 'is required.' },
        { path: 'events[1].type', message: expect.stringContaining('must be one of') },
      ],
      accepted: 0,
      duplicates: 0,
      rejected: [expect.objectContaining({ index: 0 }), expect.objectContaining({ index: 1 })],
    });
  });

  const stamped = (offset: number, secret: string, body: string) => {
    const timestamp = String(Math.floor(Date.now() / 1000) + offset);
    return {
      'x-hub-timestamp': timestamp,
      'x-hub-signature': signInbound(secret, timestamp, body),
    };
  };

  it.each([
    ['another secret', (body: string) => stamped(0, 'guessed', body)],
    ['an old time', (body: string) => stamped(-301, store.secret, body)],
    ['a future time', (body: string) => stamped(301, store.secret, body)],
    ['another body', () => stamped(0, store.secret, '{}')],
    ['no signature', () => ({ 'x-hub-signature': '' })],
  ])('refuses %s with 401, and keeps nothing', async (_, headersOf) => {
    const before = await ledger(store);
    const body = JSON.stringify(event());
    const answer = await scene.post(store, body, headersOf(body));
    expect([answer.status, answer.body.code]).toEqual([401, 'BAD_SIGNATURE']);
    expect(await ledger(store)).toEqual(before);
  });

  it.each([
    ['no JSON', '{"id":', 400, 'MALFORMED_REQUEST'],
    ['no events', { events: [] }, 422, 'VALIDATION_FAILED'],
    ['101 events', { events: Array.from({ length: 101 }, () => 1) }, 413, 'DELIVERY_TOO_LARGE'],
    ['too many bytes', ' '.repeat(MAX_INBOUND_BYTES + 1), 413, 'DELIVERY_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await scene.post(store, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('refuses what does not call itself JSON, and an address of nobody', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await scene.post(store, event(), form)).status).toBe(415);
    const nobody = { ...store, inboundUrl: store.inboundUrl.replace(/v1\/.{8}/, 'v1/AAAAAAAA') };
    expect((await scene.post(nobody, event())).status).toBe(404);
  });

  it('answers 503 when it is not on disk, and takes the same events later', async () => {
    const accept = scene.hub.app.get(AcceptService);
    const real = accept.accept.bind(accept);
    const one = event();
    accept.accept = () => Promise.reject(new Error('disk full'));
    const failed = await scene.post(store, one);
    accept.accept = real;
    expect([failed.status, failed.headers.get('retry-after'), failed.body.code]).toEqual([
      503,
      '5',
      'NOT_DURABLE',
    ]);
    expect((await scene.post(store, one)).body.accepted).toBe(1);
  });

  it('slows a store down that sends without end, and no other', async () => {
    const busy = await scene.store();
    const calm = await scene.store();
    // All in one moment: with each that passes more is allowed, and a slow machine would never send too much.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const answers = await Promise.all(
      Array.from({ length: 210 }, () => scene.post(busy, { events: [] })),
    ).finally(() => clock.mockRestore());
    const slowed = answers.find(({ status }) => status === 429);
    expect(Number(slowed?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await scene.post(calm, event())).status).toBe(202);
  });

  it('serves the schema to everyone', async () => {
    const answer = await scene.hub.api('GET', '/inbound/v1/event.schema.json', undefined, null);
    expect([answer.status, answer.body.$id]).toEqual([200, 'urn:hub:inbound-event:1']);
  });

  describe('secrets', () => {
    it('shows a secret once, and lets two be valid during a change', async () => {
      const own = await scene.store();
      const path = `${own.path}/inbound-secrets`;
      const second = await scene.made(path, {});
      expect(second.secret).toMatch(/^swi_/);
      const { body } = await scene.hub.api('GET', path);
      expect(body.items.map(({ id }: { id: string }) => id)[0]).toBe(second.id);
      expect(body.items).toHaveLength(2);
      expect(JSON.stringify(body)).not.toMatch(/swi_|secret"/);

      expect((await scene.post(own, event())).status).toBe(202);
      expect((await scene.post({ ...own, secret: second.secret }, event())).status).toBe(202);
      expect((await scene.hub.api('POST', path, {})).status).toBe(409);

      const first = body.items[1].id;
      expect((await scene.hub.api('DELETE', `${path}/${first}`)).status).toBe(204);
      expect((await scene.post(own, event())).status).toBe(401);
      expect((await scene.post({ ...own, secret: second.secret }, event())).status).toBe(202);
    });

    it('is never in a log', () => {
      expect(scene.hub.logs.join('\n')).not.toContain('swi_');
      expect(scene.hub.logs.join('\n')).not.toContain('customer.example');
    });
  });

  describe('on its way', () => {
    const placed = (id: string, email: string, more: object = {}) => ({
      contact: { ...contact(email), externalId: `c-${id}` },
      order: { id, currency: 'PLN', total: '20.00', lines },
      ...more,
    });

    it('makes one PURCHASE of order.placed and order.paid, and a CANCELLATION after it', async () => {
      scene.sandbox.reset();
      const own = await scene.store();
      const order = placed('1001', 'bo@customer.example');
      expect((await scene.comes(own, 'order.placed', order)).state).toBe('delivered');
      expect((await scene.comes(own, 'order.paid', order)).rule).toBe('alreadySent');
      expect((await scene.comes(own, 'order.cancelled', order)).state).toBe('delivered');
      const { items } = scene.sandbox.events({});
      // The newest comes first.
      expect(items.map((one) => [one.contactExtEventType, one.externalId, one.value])).toEqual([
        ['CANCELLATION', '1001', 20],
        ['PURCHASE', '1001', 20],
      ]);
    });

    it('waits for the payment where the setting says so', async () => {
      scene.sandbox.reset();
      const own = await scene.store({ settings: { purchaseOn: 'paid' } });
      const order = placed('1002', 'bo@customer.example');
      await scene.comes(own, 'order.placed', order);
      expect(scene.sandbox.events({}).total).toBe(0);
      await scene.comes(own, 'order.paid', order);
      expect(scene.sandbox.events({ type: 'PURCHASE' }).total).toBe(1);
    });

    it('shows the default of the platform among the settings', async () => {
      const { body } = await scene.hub.api('GET', `${store.path}/settings`);
      expect(body.purchaseOn).toEqual({ value: 'placed', source: 'default' });
    });

    it('updates one CART event, and takes it away when the cart is emptied', async () => {
      scene.sandbox.reset();
      const own = await scene.store();
      const who = { contact: contact('cy@customer.example') };
      const cart = { currency: 'PLN', lines };
      await scene.comes(own, 'contact.logged_in', who);
      await scene.comes(own, 'cart.updated', { ...who, cart });
      await scene.comes(own, 'cart.updated', { ...who, cart: { ...cart, total: '25.00' } });
      expect(scene.sandbox.events({ type: 'CART' }).items).toMatchObject([{ value: 25 }]);
      await scene.comes(own, 'cart.emptied', who);
      expect(scene.sandbox.events({ type: 'CART' }).total).toBe(0);
    });

    it('gives the cart of a recognised visitor to the person, and nobody else', async () => {
      scene.sandbox.reset();
      const own = await scene.store();
      const email = 'cyd@customer.example';
      const cart = { cart: { currency: 'PLN', lines } };
      await scene.comes(own, 'contact.logged_in', { contact: contact(email) });
      const visitorId = scene.sandbox.contact(email)?.id;
      expect(await scene.comes(own, 'cart.updated', { visitorId, ...cart })).toMatchObject({
        state: 'delivered',
        email,
      });
      expect(scene.sandbox.events({ type: 'CART' }).items).toMatchObject([{ email }]);
      const stranger = { visitorId: '00000000-0000-4000-8000-000000000000', ...cart };
      expect((await scene.comes(own, 'cart.updated', stranger)).rule).toBe('unknownVisitor');
    });

    it('does not let an older event overwrite a newer one', async () => {
      scene.sandbox.reset();
      const own = await scene.store();
      const email = 'di@customer.example';
      const named = (name: string, occurredAt: string) => ({
        occurredAt,
        contact: { email, name, ...(name === 'Old' ? { company: 'Old Ltd' } : {}) },
      });
      await scene.comes(own, 'contact.updated', named('New', '2026-11-20T12:00:00Z'));
      await scene.comes(own, 'contact.updated', named('Old', '2026-11-20T11:00:00Z'));
      expect(scene.sandbox.contact(email)).toMatchObject({ name: 'New', company: 'Old Ltd' });
    });

    it('sends the state and the tags that the store gives', async () => {
      scene.sandbox.reset();
      const own = await scene.store();
      const email = 'eve@customer.example';
      const who = { contact: { email, state: 'PARTNER', tags: ['klub'] } };
      await scene.comes(own, 'contact.updated', who);
      expect(scene.sandbox.contact(email)).toMatchObject({ state: 'PARTNER' });
      expect(JSON.stringify(scene.sandbox.contact(email))).toContain('KLUB');
      expect((await scene.comes(own, 'contact.updated', who)).rule).toBe('unchanged');
    });

    it('is open to a store of any platform', async () => {
      scene.sandbox.reset();
      const own = await scene.store({
        platform: 'woocommerce',
        settings: { operatingMode: null },
        connection: {
          url: 'http://127.0.0.1:9',
          consumerKey: `ck_${'0'.repeat(40)}`,
          consumerSecret: `cs_${'0'.repeat(40)}`,
          webhookSecret: 'INVENTEDwebhookSecret0001',
        },
      });
      const order = placed('77', 'flo@customer.example');
      expect((await scene.comes(own, 'order.paid', order)).state).toBe('delivered');
      expect(scene.sandbox.events({ type: 'PURCHASE' }).total).toBe(1);
    });

    it('gives each shop without an address a key of its own', async () => {
      const [one, two] = [await scene.store(), await scene.store()];
      const keys = await Promise.all(
        [one, two].map(async ({ path }) => (await scene.hub.api('GET', path)).body.shopKey),
      );
      expect(new Set(keys).size).toBe(2);
      expect(keys[0]).toMatch(/^ebexo:./);
      const named = await scene.store({ connection: { url: 'https://www.sklep.example' } });
      const { body } = await scene.hub.api('POST', `${named.path}/check`);
      expect(body).toMatchObject({ ok: true, warnings: [], shop: { zone: 'Europe/Warsaw' } });
      expect((await scene.hub.api('GET', named.path)).body.shopKey).toBe('ebexo:sklep.example');
    });
  });
});
