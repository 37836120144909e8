import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { closeShops, type OpenShop, openShop } from '../../test/magento1/open-shop.js';
import { outcomeOf } from '../../test/quick-http.js';
import { writeConsent } from './consent.js';

afterEach(closeShops);

const AT = '2026-11-21T15:00:00Z';
const GUEST = 'guest@customer.example';

const write = (
  { client }: OpenShop,
  changes: Partial<ConsentWrite>,
  connection: Parameters<OpenShop['client']>[0] = {},
) =>
  writeConsent(client(connection), {
    email: GUEST,
    channel: 'email',
    state: 'in',
    at: AT,
    ...changes,
  });

async function shopWithGuest(state: 'in' | 'out' | 'pending'): Promise<OpenShop> {
  const shop = await openShop();
  shop.fake.bridge.subscribers.set(GUEST, { state, at: null });
  return shop;
}

describe('writeConsent', () => {
  it.each([
    { has: 'out', state: 'in', gives: { outcome: 'written', state: 'in', at: AT } },
    { has: 'pending', state: 'in', gives: { outcome: 'written', state: 'in', at: AT } },
    { has: 'in', state: 'out', gives: { outcome: 'written', state: 'out', at: AT } },
    { has: 'in', state: 'in', gives: { outcome: 'unchanged', state: 'in' } },
  ] as const)('writes $state for a guest who is $has', async ({ has, state, gives }) => {
    const shop = await shopWithGuest(has);
    expect(await write(shop, { state })).toEqual(gives);
    expect(shop.fake.bridge.subscribers.get(GUEST)?.state).toBe(state);
  });

  it('subscribes an account that was never asked, whatever the case of its address', async () => {
    const shop = await openShop();
    const email = 'Ola@Customer.example';
    shop.fake.shop.make('customers', { email });
    const result = await write(shop, { email });
    expect(result).toEqual({ outcome: 'written', state: 'in', at: AT });
    expect(shop.fake.bridge.asked).toEqual(['write']);
  });

  it.each(['in', 'out'] as const)('makes no subscriber of a stranger: %s', async (state) => {
    const shop = await openShop();
    expect(await write(shop, { state })).toEqual({ outcome: 'missing' });
    expect([...shop.fake.bridge.subscribers]).toEqual([]);
  });

  it('calls nothing without the secret of the module', async () => {
    const shop = await shopWithGuest('in');
    const result = await write(shop, { state: 'out' }, { bridgeSecret: undefined });
    expect(result).toEqual({ outcome: 'missing' });
    expect([shop.fake.calls, shop.fake.bridge.asked]).toEqual([[], []]);
  });

  it.each(['in', 'out'] as const)('is missing where no module is installed: %s', async (state) => {
    const shop = await shopWithGuest('pending');
    shop.fake.bridge.isInstalled = false;
    expect(await write(shop, { state })).toEqual({ outcome: 'missing' });
    expect(shop.fake.bridge.subscribers.get(GUEST)?.state).toBe('pending');
  });

  it('says what to do about a secret that the module does not take', async () => {
    const shop = await shopWithGuest('in');
    const error = await outcomeOf(write(shop, { state: 'out' }, { bridgeSecret: 'other' }));
    expect(error).toMatchObject({ code: 'BRIDGE_REFUSED_KEY' });
  });

  it('says nothing about mobile consent, which the shop does not keep', async () => {
    const shop = await shopWithGuest('in');
    const result = await write(shop, { channel: 'mobile', state: 'out' });
    expect(result).toEqual({ outcome: 'unchanged', state: 'unknown' });
    expect([shop.fake.calls, shop.fake.bridge.asked]).toEqual([[], []]);
  });
});
