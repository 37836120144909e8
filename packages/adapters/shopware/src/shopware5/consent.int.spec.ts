import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { RunningShop5 } from '../../test/shopware5/running-shop.js';
import { customer, type Row } from '../../test/shopware5/shop-data.js';
import { writeConsent } from './consent.js';

const EMAIL = 'jan_lis@example.com';

let shop: RunningShop5;
beforeEach(async () => {
  shop = await RunningShop5.open();
});
afterEach(() => shop.fake.stop());

const write = (change: Partial<ConsentWrite> = {}) =>
  writeConsent(shop.client(), {
    email: EMAIL,
    channel: 'email',
    state: 'in',
    at: '2026-11-21T15:30:00.000Z',
    ...change,
  });

function add(fields: object = {}): Row {
  const row = customer(shop.fake.newId(), shop.fake.shopTime(), { email: EMAIL, ...fields });
  shop.fake.tables.customers.push(row);
  return row;
}

it('writes the flag and keeps the preferred payment method', async () => {
  const row = add();
  expect(await write()).toMatchObject({ outcome: 'written', state: 'in' });
  expect(row).toMatchObject({ newsletter: 1, paymentId: 5 });
  expect(row).not.toHaveProperty('paymentPreset');
});

it('takes an underscore for an underscore', async () => {
  const other = add({ email: 'jan.lis@example.com' });
  expect(await write()).toEqual({ outcome: 'missing' });
  expect(other.newsletter).toBe(0);
});

it('passes over a guest of the same address', async () => {
  const guest = add({ accountMode: 1 });
  const account = add({ email: EMAIL.toUpperCase() });
  await write({ customerId: String(guest.id) });
  expect([guest.newsletter, account.newsletter]).toEqual([0, 1]);
});

it('says when the user may not change customers', async () => {
  add();
  shop.fake.withhold('customer:update');
  await expect(write()).rejects.toMatchObject({ missing: ['customer:update'] });
});

it('keeps nothing for mobile', async () => {
  add();
  expect(await write({ channel: 'mobile' })).toEqual({ outcome: 'unchanged', state: 'unknown' });
  expect(shop.fake.calls).toEqual([]);
});
