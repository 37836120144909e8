import { afterEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import { closeShops, type OpenShop, openShop } from '../../test/magento2/open-shop.js';
import { collect, cursorOf, idsOf } from '../../test/quick-http.js';
import { pollCustomers } from './customer-poll.js';

afterEach(closeShops);

const DAY_MS = 86_400_000;

/** Polls of one shop that follow each other, each some time after the one before. */
function polling({ fake, client }: OpenShop) {
  let cursor: string | undefined;
  const since = fake.now();
  return async (): Promise<SourceRow<'contact'>[]> => {
    fake.shop.advance(300_000);
    const options = { since, now: fake.now(), ...(cursor ? { cursor } : {}) };
    const rows = await collect(pollCustomers(client(), options));
    cursor = cursorOf(rows) ?? cursor;
    return rows;
  };
}

const stateOf = ({ raw }: SourceRow) =>
  (raw as { extension_attributes?: { is_subscribed?: boolean } }).extension_attributes
    ?.is_subscribed;
const seenAt = ({ raw }: SourceRow) =>
  (raw as { completed: { consentSeenAt?: string } }).completed.consentSeenAt;
/** What the hub would take for news: rows that no poll gave before in this version. */
function newsOf() {
  const known = new Set<string>();
  return (rows: readonly SourceRow[]) =>
    rows.filter(({ id, version }) => {
      const isNew = !known.has(`${id} ${version}`);
      known.add(`${id} ${version}`);
      return isNew;
    });
}

describe.each([
  { release: '2.4.8', why: 'whose lists tell it' },
  { release: '2.3.7', why: 'whose lists do not' },
])('the newsletter state in a shop on $release, $why', ({ release }) => {
  it('is noticed when it changes and moves no updated_at, each time anew', async () => {
    const shop = await openShop({ release });
    const [first = '', second = ''] = shop.fake.seed('contact', 2);
    shop.fake.shop.advance(30 * DAY_MS);
    const poll = polling(shop);
    const news = newsOf();
    news(await poll());
    const versions = new Set<string | undefined>();
    for (const state of ['in', 'out', 'in', 'out'] as const) {
      shop.fake.setConsent(first, 'email', state);
      const rows = news(await poll());
      expect(idsOf(rows)).toEqual([first]);
      expect(rows.map(stateOf)).toEqual([state === 'in']);
      expect(rows.map(seenAt)).toEqual([shop.fake.now()]);
      versions.add(rows[0]?.version);
      expect(news(await poll())).toEqual([]);
    }
    expect(versions.size).toBe(4);
    expect(shop.fake.consent(second)).toBe('never');
  });

  it('is noticed in a quiet shop where the last customer changed just before', async () => {
    const shop = await openShop({ release });
    const poll = polling(shop);
    const news = newsOf();
    const [id = ''] = shop.fake.seed('contact', 1);
    expect(idsOf(news(await poll()))).toEqual([id]);
    news(await poll());
    const seen = new Set<string | undefined>();
    for (const state of ['in', 'out', 'in'] as const) {
      shop.fake.setConsent(id, 'email', state);
      const rows = news(await poll());
      expect(rows.map(stateOf)).toEqual([state === 'in']);
      seen.add(rows[0]?.version);
    }
    expect(seen.size).toBe(3);
  });
});

describe('pollCustomers', () => {
  it('gives nobody of before the first poll but one, who carries the cursor', async () => {
    const shop = await openShop();
    const ids = shop.fake.seed('contact', 250);
    shop.fake.setConsent(ids[3] ?? '', 'email', 'in');
    shop.fake.shop.advance(DAY_MS);
    const poll = polling(shop);
    expect(idsOf(await poll())).toEqual([ids.at(-1)]);
    expect(idsOf(await poll())).toEqual([ids.at(-1)]);
  });

  it('goes on with the round where the last poll stopped, a hundred at a time on 2.3', async () => {
    const shop = await openShop({ release: '2.3.7' });
    const ids = shop.fake.seed('contact', 250, 0);
    shop.fake.shop.advance(DAY_MS);
    const poll = polling(shop);
    const news = newsOf();
    for (let i = 0; i < 3; i++) news(await poll());
    shop.fake.setConsent(ids[240] ?? '', 'email', 'in');
    expect(news(await poll())).toEqual([]);
    expect(news(await poll())).toEqual([]);
    const calls = shop.fake.calls.length;
    expect(idsOf(news(await poll()))).toEqual([ids[240]]);
    expect(shop.fake.calls.length - calls).toBeLessThan(120);
  });

  it('marks who registered since the last poll, and not who only changed', async () => {
    const shop = await openShop();
    const [old = ''] = shop.fake.seed('contact', 1);
    shop.fake.shop.advance(DAY_MS);
    const poll = polling(shop);
    await poll();
    shop.fake.touch('contact', old);
    const [young = ''] = shop.fake.seed('contact', 1);
    const rows = await poll();
    expect(rows.map(({ id, trigger }) => [id, trigger])).toEqual([
      [old, undefined],
      [young, 'registration'],
    ]);
  });

  it('reads the state of the own account where one address has accounts on two websites', async () => {
    const shop = await openShop({ websites: 2 });
    const poll = polling(shop);
    const [a = '', b = ''] = shop.fake.seed('contact', 2);
    const { email } = shop.fake.shop.row('customers', Number(a));
    shop.fake.shop.edit('customers', Number(b), { email });
    shop.fake.setConsent(a, 'email', 'in');
    const rows = await poll();
    expect(rows.map((row) => [row.id, stateOf(row), row.storefront])).toEqual([
      [a, true, shop.fake.shop.row('customers', Number(a)).store_id?.toString()],
      [b, false, shop.fake.shop.row('customers', Number(b)).store_id?.toString()],
    ]);
  });

  it.each(['nonsense', '{}', '{"at":"2026-11-21T00:00:00.000Z","polledAt":"x"}'])(
    'begins anew with a cursor that is none: %s',
    async (cursor) => {
      const { fake, client } = await openShop();
      const ids = fake.seed('contact', 2);
      const since = new Date(Date.parse(fake.now()) - DAY_MS).toISOString();
      const rows = await collect(pollCustomers(client(), { cursor, since, now: fake.now() }));
      expect(idsOf(rows)).toEqual(ids);
    },
  );
});
