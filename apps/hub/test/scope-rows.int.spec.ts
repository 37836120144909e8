import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { WooScene } from '../src/testing/woo-scene.js';

// Rows of the scope that need the hub around the rules. Others: packages/core/test/scope-*.spec.ts, and
// D14, S7, S10, S11, S13, S50, X7 and X10 beside their code; D4, D15, S21, S22, S24, S30, S32 and S40-S42 in src/tracker.

const LOGIN = { email: 'owner@shop.example', password: 'sandbox-password' };

describe('scope', () => {
  let scene: WooScene;
  let count = 0;

  beforeAll(async () => {
    scene = await WooScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(() => {
    count += 1;
  });

  const api = (method: string, path: string, body?: unknown) =>
    scene.hub.api(method, `${scene.tenantPath}${path}`, body);
  const set = (values: object) => scene.hub.api('PATCH', `${scene.path}/settings`, values);
  const email = (): string => `person.${count}@customer.example`;
  const register = (input: object = {}) =>
    scene.shop.registerCustomer({ email: email(), ...input });
  const card = () => scene.sandbox.contact(email());
  const events = (type: string) => scene.sandbox.events({ type, email: email() }).items;

  describe('S2 login', () => {
    const logIn = (values: object = {}) =>
      api('POST', '/accounts/login', { ...LOGIN, endpoint: scene.sandbox.url, ...values });
    it('S2 keeps a pair and forgets the password', async () => {
      const { status, body } = await logIn();
      expect([status, body.credential, body.hasApiSecret]).toEqual([201, 'pair', false]);
      expect(scene.hub.logs.join('\n')).not.toContain(LOGIN.password);
    });
    it.each([
      {
        why: 'a wrong password',
        change: {},
        values: { password: 'wrong' },
        text: 'e-mail or the password is wrong',
      },
      {
        why: 'two factors',
        change: { twoFactor: true },
        values: {},
        text: 'cannot be used with a password login',
      },
      { why: 'an inactive account', change: { active: false }, values: {}, text: 'not active' },
      {
        why: 'a wrong endpoint',
        change: {},
        values: { endpoint: 'http://127.0.0.1:9' },
        text: 'no SALESmanago at this endpoint',
      },
    ])('S2 refuses $why with a clear text', async ({ change, values, text }) => {
      scene.sandbox.addAccount({ ...DEFAULT_ACCOUNT, ...change });
      const { status, body } = await logIn(values);
      scene.sandbox.addAccount(DEFAULT_ACCOUNT);
      expect([status, body.detail]).toEqual([422, expect.stringContaining(text)]);
    });
  });

  it('S3 making an account is not offered without partner credentials, and leads to the vendor', async () => {
    const { body } = await api('GET', '/accounts/registration');
    expect(body).toMatchObject({ offered: false, signUpUrl: expect.stringMatching(/^https:/) });
    expect(body.reason).toContain('partner');
  });

  it.each([
    { endpoint: 'https://app3.salesmanago.example', warns: false },
    { endpoint: 'https://shop.emlgrid.example', warns: true },
  ])('S4 warns of the custom endpoint $endpoint: $warns', async ({ endpoint, warns }) => {
    const { body } = await api('POST', '/accounts', {
      name: 'X',
      endpoint,
      clientId: 'c',
      apiSecret: 's',
      owner: LOGIN.email,
    });
    expect(body.warnings.length > 0).toBe(warns);
  });

  it.each([{ clientId: 'other' }, { endpoint: 'https://app2.salesmanago.example' }])(
    'S4 S5 what a login gave is read-only: %j',
    async (change) => {
      const made = await api('POST', '/accounts/login', { ...LOGIN, endpoint: scene.sandbox.url });
      const changed = await api('PATCH', `/accounts/${made.body.id}`, change);
      expect([changed.status, changed.body.errors]).toEqual([
        422,
        [
          {
            path: Object.keys(change)[0],
            message: expect.stringMatching(/read-only after a login/),
          },
        ],
      ]);
    },
  );

  it('S1 what came while it was off is filtered, and an export fetches it later', async () => {
    await set({ active: false });
    register();
    await scene.deliver();
    const { items } = await scene.get(`${scene.path}/messages?limit=1`);
    expect([items[0].rule, card()]).toEqual(['inactive', undefined]);
    await set({ active: null });
    await api('POST', `/stores/${scene.storeId}/exports`, { kind: 'contacts' });
    await scene.until('the contact is there', async () => card() !== undefined);
    await scene.settled();
  });

  it('S6 S60 D6 an order carries location, identifiers and details', async () => {
    const { id } = register();
    const order = scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    const [event] = events('PURCHASE');
    expect(event).toMatchObject({ location: 'forest_pl', externalId: String(order.id) });
    expect(event?.products).toBe(order.line_items.map((line) => line.product_id).join(','));
    expect(event?.details).toMatchObject({ detail9: order.currency });
  });

  it('S12 S13 language, logo, colours and switches are kept and checked', async () => {
    const values = {
      language: 'pl',
      logoUrl: 'https://shop.example/logo.png',
      primaryColor: '#0a5cff',
      secondaryColor: '#f2f5ff',
      liveChat: true,
      webPush: true,
      popUp: true,
      webPushForm: '1',
    };
    const { body } = await set(values);
    for (const [key, value] of Object.entries(values)) {
      expect([key, body[key]]).toEqual([key, { value, source: 'store' }]);
    }
    const wrong = await set({
      language: 'Polish',
      logoUrl: 'logo',
      primaryColor: 'blue',
      liveChat: 1,
    });
    expect(wrong.body.errors).toHaveLength(4);
    await set(Object.fromEntries(Object.keys(values).map((key) => [key, null])));
  });

  describe('S12 the logo as a file', () => {
    const upload = async (bytes: Uint8Array, field = 'file') => {
      const form = new FormData();
      form.set(field, new File([new Uint8Array(bytes)], 'logo.svg', { type: 'image/svg+xml' }));
      const answer = await fetch(`${scene.hub.url}${scene.path}/logo`, {
        method: 'POST',
        headers: { authorization: `Bearer ${scene.hub.operatorKey}` },
        body: form,
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(1_000, 7)]);

    it('S12 goes to SALESmanago, and its address there becomes the setting', async () => {
      const { status, body } = await upload(PNG);
      const { logoUrl } = await scene.get(`${scene.path}/settings`);
      const kept = await fetch(logoUrl.value);
      expect([status, logoUrl]).toEqual([200, { value: body.logoUrl, source: 'store' }]);
      expect(kept.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await kept.arrayBuffer())).toEqual(PNG);
      await set({ logoUrl: null });
    });
    it.each([
      {
        what: 'no image',
        bytes: Buffer.from('<svg onload="alert(1)"/>'),
        gives: [422, 'NO_IMAGE'],
      },
      {
        what: 'over 512 KiB',
        bytes: Buffer.concat([PNG, Buffer.alloc(512 * 1024)]),
        gives: [413, 'BODY_TOO_LARGE'],
      },
    ])('S12 refuses what is $what', async ({ bytes, gives }) => {
      const { status, body } = await upload(bytes);
      expect([status, body.code]).toEqual(gives);
    });
    it('S12 refuses a form without the file, and a body that is no form', async () => {
      expect((await upload(PNG, 'other')).status).toBe(422);
      expect((await scene.hub.api('POST', `${scene.path}/logo`, { logoUrl: 'x' })).status).toBe(
        400,
      );
    });
    it('S12 says so where the account does not offer the upload', async () => {
      const path = '/api/wm/uploadImage.json';
      scene.sandbox.faults.add({ path, kind: 'status', status: 404, count: 1 });
      const { status, body } = await upload(PNG);
      expect([status, body.code, body.detail]).toEqual([
        422,
        'NOT_OFFERED',
        expect.stringContaining('not offered by this account'),
      ]);
    });
  });

  it('D1 D2 S20 a registration sends the person with everything, tags as they are kept', async () => {
    await set({ registrationTags: 'shop register', newsletterTags: ['news'] });
    register({ firstName: 'Ada', lastName: 'Kowal', newsletter: 'yes' });
    await scene.deliver();
    await set({ registrationTags: null, newsletterTags: null });
    expect(card()).toMatchObject({
      name: 'Ada Kowal',
      optedOut: false,
      phone: expect.stringMatching(/^\+\d+$/),
      address: {
        city: expect.any(String),
        zipCode: expect.any(String),
        country: expect.any(String),
      },
      tags: { NEWS: expect.anything(), SHOP_REGISTER: expect.anything() },
    });
  });

  it('D3 D13 consent goes both ways of the box, and the ledger explains each change', async () => {
    const { id } = register({ newsletter: 'yes' });
    await scene.deliver();
    scene.shop.setConsent(id, 'no');
    await scene.deliver();
    expect(card()).toMatchObject({ optedOut: true });
    const { items } = await scene.get(
      `${scene.path}/consents?email=${encodeURIComponent(email())}`,
    );
    expect(items.map(({ state }: { state: string }) => state)).toEqual(['in', 'out']);
    for (const item of items) {
      expect(item).toMatchObject({
        rule: expect.stringMatching(/\w/),
        inputs: { channel: 'email' },
      });
    }
  });

  it('D5 S61 CANCELLATION and RETURN follow a purchase, and nothing else', async () => {
    const { id } = register();
    const [unpaid, refunded, cancelled] = [
      scene.shop.placeOrder({ customerId: id }),
      scene.shop.placeOrder({ customerId: id, paid: true }),
      scene.shop.placeOrder({ customerId: id, paid: true }),
    ];
    await scene.deliver();
    scene.shop.setOrderStatus(unpaid.id, 'cancelled');
    scene.shop.refundOrder(refunded.id);
    scene.shop.setOrderStatus(cancelled.id, 'cancelled');
    await scene.deliver();
    const ids = (type: string) =>
      events(type)
        .map(({ externalId }) => Number(externalId))
        .sort();
    expect(ids('PURCHASE')).toEqual([refunded.id, cancelled.id].sort());
    expect(ids('RETURN')).toEqual([refunded.id]);
    expect(ids('CANCELLATION')).toEqual([cancelled.id]);
  });

  it('D7 a changed address keeps the contact with its history', async () => {
    const { id } = register();
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    const before = card();
    const moved = `moved.${count}@customer.example`;
    scene.shop.editCustomer(id, { email: moved });
    await scene.deliver();
    expect(scene.sandbox.contact(moved)?.contactId).toBe(before?.contactId);
    expect(card()).toBeUndefined();
    expect(scene.sandbox.events({ type: 'PURCHASE', email: moved }).total).toBe(1);
  });

  it('D9 S9 a registration without a tick follows the opt-in of SALESmanago', async () => {
    await set({ consentSync: true });
    scene.shop.placeOrder({ guest: { email: email() }, paid: true, newsletter: true });
    await scene.deliver();
    expect(card()).toMatchObject({ optedOut: false });
    const { id } = register();
    await scene.deliver();
    await scene.until('the shop has the consent', async () =>
      scene.shop
        .customerMeta(id)
        .some(({ key, value }) => key === 'newsletter_consent' && /^(yes|1)$/.test(String(value))),
    );
    await scene.deliver();
    await set({ consentSync: null });
    expect(card()).toMatchObject({ optedOut: false });
  });

  it('D12 S8 asks for one confirmation mail per address and window', async () => {
    await set({ doubleOptIn: true });
    const before = scene.sandbox.stats().confirmationsSent;
    const { id } = register({ newsletter: 'yes' });
    scene.shop.placeOrder({ customerId: id, paid: true, newsletter: true });
    await scene.deliver();
    await set({ doubleOptIn: null });
    expect(scene.sandbox.stats().confirmationsSent - before).toBe(1);
    expect(card()).toMatchObject({ optedOut: true });
    await scene.sandbox.confirm(email());
    expect(card()).toMatchObject({ optedOut: false });
  });

  it('S23 S43 S44 ignored domains are not sent, live and in exports', async () => {
    const ignored = `relay.${count}@Market.example`;
    await set({ ignoredDomains: 'market.example, relay.example' });
    const { id } = register({ email: ignored });
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.deliver();
    for (const kind of ['contacts', 'orders']) {
      const { body } = await api('POST', `/stores/${scene.storeId}/exports`, { kind });
      await scene.until(`the export of ${kind} is done`, async () => {
        const { state } = await scene.get(`${scene.path}/exports/${body.id}`);
        return state === 'done';
      });
    }
    await set({ ignoredDomains: null });
    expect(scene.sandbox.contact(ignored)).toBeUndefined();
  });

  it('S31 a deleted customer is left, opted out or deleted', async () => {
    for (const [erasureInSalesmanago, gives] of [
      ['leave', { optedOut: false }],
      ['optOut', { optedOut: true }],
      ['delete', undefined],
    ] as const) {
      count += 1;
      await set({ erasureInSalesmanago });
      const { id } = register({ newsletter: 'yes' });
      await scene.deliver();
      scene.shop.deleteCustomer(id);
      await scene.deliver();
      const left = card();
      if (gives)
        expect([erasureInSalesmanago, left]).toEqual([
          erasureInSalesmanago,
          expect.objectContaining(gives),
        ]);
      else
        expect([erasureInSalesmanago, left === undefined || left.deleted === true]).toEqual([
          'delete',
          true,
        ]);
    }
    await set({ erasureInSalesmanago: null });
  });
});
