import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import {
  CHANNEL_ID,
  customer,
  hexId,
  LANGUAGE_ID,
  recipient,
} from '../../test/shopware6/shop-data.js';
import { writeConsent } from './consent.js';

const EMAIL = 'ola.nowak.1@poczta.example';
const AT = '2026-11-21T15:30:00.000Z';
const OTHER_CHANNEL = hexId('channel', 2);

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const write = (change: Partial<ConsentWrite> = {}, connection = {}) =>
  writeConsent(shop.client(connection), {
    email: EMAIL,
    channel: 'email',
    state: 'in',
    at: AT,
    ...change,
  });
const person = (fields: Row = {}): Row =>
  shop.fake.add('customer', { ...customer(1, shop.fake.stampNow()), ...fields });
const entry = (status: string, fields: Row = {}): Row =>
  shop.fake.add('newsletter_recipient', {
    ...recipient(
      shop.fake.tables.newsletter_recipient?.length ?? 0,
      person(),
      status,
      shop.fake.stampNow(),
    ),
    ...fields,
  });
const entries = (): Row[] => shop.fake.tables.newsletter_recipient ?? [];

it('makes a confirmed entry in the sales channel and language of the account', async () => {
  person();
  expect(await write()).toEqual({ outcome: 'written', state: 'in', at: AT });
  expect(entries()).toMatchObject([
    {
      email: EMAIL,
      status: 'optIn',
      confirmedAt: AT,
      salesChannelId: CHANNEL_ID,
      languageId: LANGUAGE_ID,
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  ]);
});

it.each(['notSet', 'optOut'])('confirms an entry that is %s', async (status) => {
  entry(status);
  expect(await write()).toMatchObject({ outcome: 'written', state: 'in', at: AT });
  expect(entries()).toHaveLength(1);
});

it.each([
  ['direct', 'in'],
  ['optIn', 'in'],
  ['optOut', 'out'],
] as const)('leaves an entry that is %s when it should be %s', async (status, state) => {
  entry(status);
  expect(await write({ state })).toMatchObject({ outcome: 'unchanged', state });
  expect(shop.fake.writes()).toBe(0);
});

it('takes the address off the list of every sales channel', async () => {
  entry('direct');
  entry('optIn', { salesChannelId: OTHER_CHANNEL });
  expect(await write({ state: 'out' })).toMatchObject({ outcome: 'written', state: 'out' });
  expect(entries().map(({ status }) => status)).toEqual(['optOut', 'optOut']);
});

it('touches only its own sales channel where the connection names one', async () => {
  entry('direct');
  entry('optIn', { salesChannelId: OTHER_CHANNEL });
  await write({ state: 'out' }, { salesChannelId: CHANNEL_ID });
  expect(entries().map(({ status }) => status)).toEqual(['optOut', 'optIn']);
});

it('subscribes in the sales channel of the account and not where somebody unsubscribed', async () => {
  entry('optOut', { salesChannelId: OTHER_CHANNEL });
  entry('optOut');
  await write();
  expect(entries().map(({ salesChannelId, status }) => [salesChannelId, status])).toEqual([
    [OTHER_CHANNEL, 'optOut'],
    [CHANNEL_ID, 'optIn'],
  ]);
});

it('makes no entry for somebody who was never on the list and shall not be', async () => {
  person();
  expect(await write({ state: 'out' })).toEqual({ outcome: 'unchanged', state: 'unknown' });
  expect(entries()).toEqual([]);
});

it('knows a guest by the order', async () => {
  person({ guest: true });
  expect(await write()).toMatchObject({ outcome: 'written', state: 'in' });
});

it.each([
  ['newsletter_recipient:create', () => person()],
  ['newsletter_recipient:update', () => entry('optOut')],
])('says when the integration lacks %s', async (privilege, prepare) => {
  prepare();
  shop.fake.withhold(privilege);
  await expect(write()).rejects.toMatchObject({ code: 'STORE_FORBIDDEN', missing: [privilege] });
});

it('keeps nothing for mobile', async () => {
  person();
  expect(await write({ channel: 'mobile' })).toEqual({ outcome: 'unchanged', state: 'unknown' });
  expect(shop.takeCalls()).toEqual([]);
});
