import { afterEach, describe, expect, it } from '@jest/globals';
import { closeShops, type OpenShop, openShop } from '../../test/magento2/open-shop.js';
import { outcomeOf } from '../../test/quick-http.js';
import { writeConsent } from './consent.js';

afterEach(closeShops);

const write = (
  { fake, client }: OpenShop,
  id: string,
  state: 'in' | 'out',
  more: { customerId?: string; channel?: 'email' | 'mobile' } = {},
) =>
  writeConsent(client(), {
    email: String(fake.shop.row('customers', Number(id)).email),
    channel: 'email',
    state,
    at: fake.now(),
    ...more,
  });

describe('writeConsent', () => {
  it('leaves addresses and attributes of the customer as they are', async () => {
    const shop = await openShop();
    const [id = ''] = shop.fake.seed('contact', 1);
    const before = { ...shop.fake.shop.row('customers', Number(id)) };
    shop.fake.shop.advance(60_000);
    expect(await write(shop, id, 'in')).toEqual({
      outcome: 'written',
      state: 'in',
      at: shop.fake.now(),
    });
    const { updated_at: _changed, ...after } = shop.fake.shop.row('customers', Number(id));
    expect(before).toMatchObject(after);
    // A list of addresses that is not whole deletes the others, so none is sent.
    expect(shop.fake.bodies.join()).not.toMatch(/"addresses"|"updated_at"/);
    expect(shop.fake.bodies.join()).toMatch(/"loyalty_no"/);
  });

  it('goes through the store view of the customer', async () => {
    const shop = await openShop({ websites: 2 });
    const [id = ''] = shop.fake.seed('contact', 1);
    const { store_id } = shop.fake.shop.row('customers', Number(id));
    await write(shop, id, 'in');
    const puts = shop.fake.calls.filter((call) => call.startsWith('PUT'));
    expect(puts).toEqual([`PUT /rest/view${store_id}/V1/customers/${id}`]);
  });

  it('is pending where the shop wants the sign-up confirmed, and then not written again as out', async () => {
    const shop = await openShop();
    shop.fake.shop.confirmsSubscriptions = true;
    const [id = ''] = shop.fake.seed('contact', 1);
    expect(await write(shop, id, 'in')).toMatchObject({ outcome: 'written', state: 'pending' });
    expect(shop.fake.consent(id)).toBe('pending');
    expect(await write(shop, id, 'out')).toMatchObject({ outcome: 'unchanged', state: 'out' });
  });

  it('opts out every account of the address, and opts in the known one', async () => {
    const shop = await openShop({ websites: 2 });
    const [a = '', b = ''] = shop.fake.seed('contact', 2);
    const { email } = shop.fake.shop.row('customers', Number(a));
    shop.fake.shop.edit('customers', Number(b), { email });
    await write(shop, a, 'in', { customerId: a });
    expect([a, b].map((id) => shop.fake.consent(id))).toEqual(['in', 'never']);
    await write(shop, a, 'in');
    expect([a, b].map((id) => shop.fake.consent(id))).toEqual(['in', 'in']);
    await write(shop, a, 'out', { customerId: a });
    expect([a, b].map((id) => shop.fake.consent(id))).toEqual(['out', 'out']);
  });

  it('says nothing about mobile consent, which the shop does not keep', async () => {
    const shop = await openShop();
    const [id = ''] = shop.fake.seed('contact', 1);
    const result = await write(shop, id, 'out', { channel: 'mobile' });
    expect(result).toEqual({ outcome: 'unchanged', state: 'unknown' });
    expect(shop.fake.calls).toEqual([]);
  });

  it('is refused, for a person to look at, when the shop wants more of the customer first', async () => {
    const shop = await openShop();
    const [id = ''] = shop.fake.seed('contact', 1);
    shop.fake.shop.edit('customers', Number(id), { lastname: undefined });
    expect(await outcomeOf(write(shop, id, 'in'))).toMatchObject({ code: 'STORE_REFUSED' });
  });

  it('names the permission it lacks', async () => {
    const shop = await openShop();
    const [id = ''] = shop.fake.seed('contact', 1);
    shop.fake.withhold('Magento_Customer::manage');
    expect(await outcomeOf(write(shop, id, 'in'))).toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['Magento_Customer::manage'],
    });
  });
});

describe('writeConsent of a subscriber without an account', () => {
  const GUEST = 'guest@customer.example';
  const AT = '2026-11-21T15:00:00Z';
  const guest = async (options: Parameters<typeof openShop>[0] = {}) => {
    const shop = await openShop(options);
    shop.fake.bridge.subscribers.set(GUEST, { state: 'pending', at: null });
    const ask = (
      state: 'in' | 'out',
      email = GUEST,
      connection: Parameters<OpenShop['client']>[0] = {},
    ) => writeConsent(shop.client(connection), { email, channel: 'email', state, at: AT });
    return { ...shop, ask, bridge: shop.fake.bridge };
  };

  it.each([
    { state: 'in', needsIndexPhp: false },
    { state: 'out', needsIndexPhp: false },
    { state: 'out', needsIndexPhp: true },
  ] as const)('goes through the module: $state, index.php $needsIndexPhp', async (given) => {
    const { ask, bridge } = await guest(given);
    expect(await ask(given.state)).toEqual({ outcome: 'written', state: given.state, at: AT });
    expect(bridge.subscribers.get(GUEST)?.state).toBe(given.state);
    expect(await ask(given.state)).toMatchObject({ outcome: 'unchanged', state: given.state });
  });

  it.each(['in', 'out'] as const)('makes no subscriber of a stranger: %s', async (state) => {
    const { ask, bridge } = await guest();
    expect(await ask(state, 'nobody@customer.example')).toEqual({ outcome: 'missing' });
    expect([...bridge.subscribers.keys()]).toEqual([GUEST]);
  });

  it('does not ask the module about accounts', async () => {
    const { ask, bridge, fake } = await guest();
    fake.shop.make('customers', { email: GUEST });
    expect(await ask('in')).toMatchObject({ outcome: 'written', state: 'in' });
    expect(bridge.asked).toEqual([]);
  });

  it.each(['no secret', 'no module'])('is missing with %s', async (why) => {
    const { ask, bridge } = await guest();
    bridge.isInstalled = why === 'no secret';
    const connection = why === 'no secret' ? { bridgeSecret: undefined } : {};
    expect(await ask('out', GUEST, connection)).toEqual({ outcome: 'missing' });
    expect([bridge.asked, bridge.subscribers.get(GUEST)?.state]).toEqual([[], 'pending']);
  });

  it('says what to do about a secret that the module does not take', async () => {
    const { ask } = await guest();
    const error = await outcomeOf(ask('out', GUEST, { bridgeSecret: 'other' }));
    expect(error).toMatchObject({ code: 'BRIDGE_REFUSED_KEY' });
  });
});
