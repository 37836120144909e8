import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import bigcommerce from '@storewire/adapter-bigcommerce';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { type FakeBigCommerce, fakeBigCommerce } from '../testing/adapter-fakes.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';

jest.setTimeout(120_000);

/** The fake has no limit to keep. */
const adapter = { ...bigcommerce, rate: { callsPerSecond: 1_000, concurrency: 8 } };
const MAIN = 'https://shop.example';
const SECOND = 'https://shop2.example';

interface Storefront {
  readonly path: string;
  readonly trackerUrl: string;
  readonly webhookUrl: string;
  readonly connectionId: string;
}

describe('the storefronts of a BigCommerce store', () => {
  let hub: TestHub;
  let sandbox: Sandbox;
  let shop: FakeBigCommerce;
  let main: Storefront;
  let second: Storefront;
  let customerId: string;
  let email: string;

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    shop = await fakeBigCommerce();
    const { connection } = await shop.start();
    shop.setClock(new Date().toISOString());
    const [first] = shop.channels;
    shop.channels = [...shop.channels, { ...first, id: 2, name: 'Second' }];
    hub = await startTestHub({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([adapter])),
    });
    const { id } = await hub.tenant();
    const base = `/api/v1/tenants/${id}`;
    const account = await made(`${base}/accounts`, {
      name: 'Account',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      lookUpSeconds: [0.1, 0.3],
    });
    const storefront = async (values: object): Promise<Storefront> => {
      const store = await made(`${base}/stores`, {
        name: 'Shop',
        platform: 'bigcommerce',
        accountId: account.id,
        settings: { location: 'shop_pl' },
        ...values,
      });
      return { ...store, path: `${base}/stores/${store.id}` };
    };
    main = await storefront({ connection, storefront: '1' });
    second = await storefront({ connectionId: main.connectionId, storefront: '2' });
    [customerId = ''] = shop.seed('contact', 1);
    email = String(shop.row('contact', customerId).email);
  });
  afterAll(async () => {
    await hub?.close();
    await shop?.stop();
    await sandbox?.close();
  });

  const made = async (path: string, body: object) => {
    const { status, body: answer } = await hub.api('POST', path, body);
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const placed = () =>
    shop.scripts.rows.map(({ src, channel_id, enabled }) => [channel_id, src, enabled]).sort();
  const tagOf = ({ trackerUrl }: Storefront) => `${trackerUrl}/s.js`;
  const set = async ({ path }: Storefront, settings: object) => {
    expect((await hub.api('PATCH', `${path}/settings`, settings)).status).toBe(200);
  };
  const stateOf = async ({ path }: Storefront) =>
    (await hub.api('GET', `${path}/monitoring-code`)).body.placement.state;

  const settled = (store: Storefront) =>
    until('all is settled', async () => {
      const { body } = await hub.api('GET', `${store.path}/ledger`);
      return body.pending === 0;
    });

  /** What `/customer/current.jwt` gives the page of a shopper who is logged in. */
  function token(claims: object = {}, secret = shop.connection().appClientSecret): string {
    const seconds = Math.floor(Date.now() / 1000);
    const { appClientId } = shop.connection();
    const all = {
      customer: { id: Number(customerId), email, group_id: '' },
      iss: 'bc/apps',
      sub: shop.hash,
      iat: seconds,
      exp: seconds + 900,
      version: 1,
      aud: appClientId,
      application_id: appClientId,
      store_hash: shop.hash,
      operation: 'current_customer',
      ...claims,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(all)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  /** A page posts its cart. @returns the message in detail. */
  async function cart(store: Storefront, origin: string, identity: string, quantity: number) {
    const beacon = {
      v: 1,
      id: randomUUID(),
      platform: 'bigcommerce',
      at: Date.now(),
      cart: {
        token: `cart-of-${new URL(origin).host}`,
        currency: 'PLN',
        lines: [{ productId: '111', quantity, unitPrice: '10.00' }],
      },
      identity,
    };
    const { pathname } = new URL(store.trackerUrl);
    const headers = { 'content-type': 'text/plain;charset=UTF-8', origin };
    const answer = await hub.api('POST', `${pathname}/cart`, JSON.stringify(beacon), null, headers);
    expect(answer.status).toBe(204);
    await settled(store);
    const { body } = await hub.api('GET', `${store.path}/messages?limit=50`);
    // A poll may have brought something since.
    const { id } = body.items.find(({ source }: { source: string }) => source === 'beacon');
    return (await hub.api('GET', `${store.path}/messages/${id}`)).body;
  }
  const carts = () => sandbox.events({ type: 'CART', email }).items;

  describe('S30: the tag', () => {
    it('is placed once in each channel, with the address of the store of the channel', async () => {
      await until('both are placed', () => shop.scripts.rows.length === 2);
      expect(placed()).toEqual([
        [1, tagOf(main), true],
        [2, tagOf(second), true],
      ]);
      await until('the first says so', async () => (await stateOf(main)) === 'placed');
      await until('the second says so', async () => (await stateOf(second)) === 'placed');
    });

    it('is removed from the channel whose monitoring code is switched off, and from no other', async () => {
      await set(second, { monitoringCode: false });
      await until('it is off', async () => (await stateOf(second)) === 'off');
      expect(placed()).toEqual([[1, tagOf(main), true]]);
      await set(second, { monitoringCode: null });
      await until('it is placed again', async () => (await stateOf(second)) === 'placed');
      expect(placed()).toHaveLength(2);
    });
  });

  describe('D15: a shopper who is logged in', () => {
    beforeAll(async () => {
      const { rawBody, headers } = shop.delivery('contact', customerId);
      const { pathname } = new URL(main.webhookUrl);
      expect((await hub.api('POST', pathname, rawBody, null, headers)).status).toBe(200);
      await settled(main);
      await until('the contact is there', () => sandbox.contact(email));
    });

    it('is proven by the token of the store: the cart is sent to the contact', async () => {
      const message = await cart(main, MAIN, token(), 2);
      expect(message).toMatchObject({
        state: 'delivered',
        decisions: [{ records: [{ record: { identity: 'proven', customerId } }] }],
      });
      expect(carts()).toMatchObject([{ products: '111', value: 20 }]);
    });

    it('is proven by the id alone, whose address the store has told', async () => {
      await cart(main, MAIN, token({ customer: { id: Number(customerId) } }), 3);
      expect(carts()).toMatchObject([{ value: 30, updates: 1 }]);
    });

    it('has a cart of its own in the other channel, which knows the customer by the id, too', async () => {
      await cart(second, SECOND, token({ customer: { id: Number(customerId) } }), 5);
      expect(carts()).toMatchObject([
        { value: 50, updates: 0, shopDomain: 'shop2.example' },
        { value: 30 },
      ]);
    });

    it.each<[string, () => string]>([
      ['signed with another secret', () => token({}, 'guessed')],
      ['of another store', () => token({ store_hash: 'other1' })],
      ['for another app', () => token({ aud: 'anotherClientId0' })],
      ['that is over', () => token({ exp: Math.floor(Date.now() / 1000) - 60 })],
    ])('is nobody with a token %s', async (_, identity) => {
      const before = carts().length;
      const message = await cart(main, MAIN, identity(), 4);
      expect(message).toMatchObject({ state: 'filtered', rule: 'unknownVisitor' });
      expect(carts()).toHaveLength(before);
    });

    it('is asked for a token where the pages of the store give it', async () => {
      const response = await fetch(tagOf(main));
      expect(await response.text()).toContain(
        `"identityPath":"/customer/current.jwt?app_client_id=${shop.connection().appClientId}"`,
      );
    });
  });
});
