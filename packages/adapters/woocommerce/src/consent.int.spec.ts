import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { type EmulatedShop, openShop } from '../test/emulated-shop.js';
import { writeConsent } from './consent.js';

let shop: EmulatedShop;
beforeEach(async () => {
  shop = await openShop({ transport: 'http', products: 2 });
});
afterEach(() => shop.close());

const EMAIL = 'zofia@poczta.example';
const write = (changes: Partial<ConsentWrite> = {}, field?: { newsletterField?: string }) =>
  writeConsent(shop.client(field), {
    email: EMAIL,
    channel: 'email',
    state: 'out',
    at: '2026-11-21T16:00:00.000Z',
    ...changes,
  });
const metaOf = (document: { meta_data: { key: string; value: unknown }[] } | undefined) =>
  Object.fromEntries((document?.meta_data ?? []).map(({ key, value }) => [key, value]));

describe('writeConsent', () => {
  it.each([
    { found: 'yes', state: 'out', kept: 'no' },
    { found: 'no', state: 'in', kept: 'yes' },
    { found: '1', state: 'out', kept: '0' },
    { found: 'true', state: 'out', kept: 'false' },
    { found: 'maybe', state: 'out', kept: '0' },
    { found: undefined, state: 'out', kept: '0' },
    { found: undefined, state: 'in', kept: '1' },
  ] as const)('writes $kept where it finds $found', async ({ found, state, kept }) => {
    const { id } = shop.store.registerCustomer({ email: EMAIL });
    if (found) await set(`/customers/${id}`, found);
    expect(await write({ state })).toMatchObject({ outcome: 'written', state });
    expect(metaOf(shop.store.customer(id)).newsletter_consent).toBe(kept);
    expect(await write({ state })).toMatchObject({ outcome: 'unchanged', state });
  });

  it('finds the account by its address when the id the hub knows belongs to somebody else', async () => {
    const other = shop.store.registerCustomer({ newsletter: 'yes' });
    const own = shop.store.registerCustomer({ email: EMAIL, newsletter: 'yes' });
    await write({ customerId: String(other.id), email: EMAIL.toUpperCase() });
    expect(metaOf(shop.store.customer(own.id)).newsletter_consent).toBe('no');
    expect(metaOf(shop.store.customer(other.id)).newsletter_consent).toBe('yes');
    await write({ customerId: '99999', state: 'in' });
    expect(metaOf(shop.store.customer(own.id)).newsletter_consent).toBe('yes');
  });

  it("writes a guest's consent to the newest order, in every form of the field found there", async () => {
    const old = shop.store.placeOrder({ guest: { email: EMAIL }, newsletter: true });
    const newest = shop.store.placeOrder({ guest: { email: EMAIL } });
    const meta_data = [{ key: '_wc_other/newsletter_consent', value: '1' }];
    await shop.client().write('PUT', `/orders/${newest.id}`, { meta_data });
    expect(await write()).toMatchObject({ outcome: 'written', state: 'out' });
    expect(metaOf(shop.store.order(newest.id))).toMatchObject({
      '_wc_other/newsletter_consent': '0',
    });
    expect(metaOf(shop.store.order(old.id)).newsletter_consent).toBe('yes');
  });

  it('writes a field that is hidden on customers to the newest order of the customer', async () => {
    const { id } = shop.store.registerCustomer({ email: EMAIL });
    const order = shop.store.placeOrder({ customerId: id });
    const field = { newsletterField: '_plugin_opt_in' };
    expect(await write({ state: 'in' }, field)).toMatchObject({ outcome: 'written', state: 'in' });
    expect(metaOf(shop.store.order(order.id))._plugin_opt_in).toBe('1');
  });

  it('knows nobody by an address that only an order of an account carries', async () => {
    const { id } = shop.store.registerCustomer({ email: 'account@poczta.example' });
    const order = shop.store.placeOrder({ customerId: id });
    await shop.client().write('PUT', `/orders/${order.id}`, { billing: { email: EMAIL } });
    expect(await write()).toEqual({ outcome: 'missing' });
  });

  it('neither reads nor writes without a newsletter field, nor for mobile', async () => {
    shop.store.registerCustomer({ email: EMAIL, newsletter: 'yes' });
    const nothing = { outcome: 'unchanged', state: 'unknown' };
    expect(await write({}, { newsletterField: undefined })).toEqual(nothing);
    expect(await write({ channel: 'mobile' })).toEqual(nothing);
    expect(shop.store.calls).toHaveLength(0);
  });
});

async function set(path: string, value: string): Promise<void> {
  await shop.client().write('PUT', path, { meta_data: [{ key: 'newsletter_consent', value }] });
}
