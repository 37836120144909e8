import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { all } from '../../test/all.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import { CHANNEL_ID, customer, hexId, recipient } from '../../test/shopware6/shop-data.js';
import { contactHistory } from './contact-history.js';
import { pollContacts } from './contact-poll.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const poll = (cursor?: string, connection = {}) =>
  all(pollContacts(shop.client(connection), { ...shop.options, ...(cursor ? { cursor } : {}) }));

const add = (table: string, row: Row): Row => shop.fake.add(table, row);
const at = () => shop.fake.stampNow();

describe('who comes', () => {
  it.each([
    ['a guest, who comes with the order', { guest: true }],
    ['an account that nobody confirmed', { doubleOptInRegistration: true }],
  ])('leaves out %s', async (_, fields) => {
    add('customer', { ...customer(1, at()), ...fields });
    expect(await poll()).toEqual([]);
  });

  it('takes an account for new when it is confirmed', async () => {
    const early = '2026-11-01T08:00:00.000+00:00';
    const row = add('customer', {
      ...customer(1, early),
      doubleOptInRegistration: true,
      doubleOptInConfirmDate: at(),
    });
    shop.fake.stamp(row, {});
    expect(await poll()).toMatchObject([{ id: row.id, trigger: 'registration' }]);
  });

  it('gives an account that was changed without a trigger', async () => {
    const row = add('customer', customer(1, '2026-11-01T08:00:00.000+00:00'));
    shop.fake.stamp(row, { lastName: 'Lis' });
    const [found] = await poll();
    expect(found).not.toHaveProperty('trigger');
  });

  it('finds a change of the billing address that moved nothing else', async () => {
    const row = add('customer', customer(1, '2026-11-01T08:00:00.000+00:00'));
    expect(await poll()).toEqual([]);
    shop.fake.stamp(row.defaultBillingAddress as Row, { city: 'Gdynia' });
    expect(await poll()).toMatchObject([{ id: row.id }]);
  });

  it('gives a subscriber without an account, with the newsletter as the reason', async () => {
    const person = customer(1, at());
    const entry = add('newsletter_recipient', recipient(1, person, 'direct', at()));
    expect(await poll()).toMatchObject([
      {
        kind: 'contact',
        id: entry.id,
        trigger: 'newsletter',
        storefront: CHANNEL_ID,
        raw: { newsletterRecipient: { status: 'direct' } },
      },
    ]);
  });

  it('joins an entry to the account of the same address, whatever its case', async () => {
    const row = add('customer', { ...customer(1, at()), email: 'Ola@Example.com' });
    add('newsletter_recipient', recipient(1, { ...row, email: 'ola@example.com' }, 'optIn', at()));
    const found = await poll();
    expect(found.map(({ id }) => id)).toEqual([row.id, row.id]);
    expect(found[1]?.raw).toMatchObject({ newsletterRecipient: { status: 'optIn' } });
  });

  it('does not join an entry of another sales channel', async () => {
    const row = add('customer', customer(1, at()));
    const other = { ...row, salesChannelId: hexId('channel', 2) };
    const entry = add('newsletter_recipient', recipient(1, other, 'optOut', at()));
    const found = await poll();
    expect(found.map(({ id }) => id)).toEqual([row.id, entry.id]);
    expect(found[0]?.raw).toMatchObject({ newsletterRecipient: null });
  });

  it('reads one sales channel alone where the connection names one', async () => {
    const row = add('customer', customer(1, at()));
    add('customer', { ...customer(2, at()), salesChannelId: hexId('channel', 2) });
    const found = await poll(undefined, { salesChannelId: CHANNEL_ID });
    expect(found.map(({ id }) => id)).toEqual([row.id]);
  });
});

describe('what is not lost', () => {
  it('reads an import of more than a page of entries in one millisecond', async () => {
    const entries = Array.from({ length: 230 }, (_, i) =>
      add('newsletter_recipient', recipient(i, customer(i, at()), 'optIn', at())),
    );
    const found = await poll();
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(entries.map(({ id }) => id)));
    const resumed = await poll(found[149]?.cursor);
    expect(new Set(resumed.map(({ id }) => id))).toEqual(
      new Set(found.slice(150).map(({ id }) => id)),
    );
  });

  it('gives each of two accounts of an address, also when it is cut between them', async () => {
    const [first, second] = [1, 2].map((n) =>
      add('customer', {
        ...customer(n, '2026-10-01T08:00:00.000+00:00'),
        email: 'ola@example.com',
      }),
    );
    add('newsletter_recipient', recipient(1, first as Row, 'optIn', at()));
    const found = await poll();
    expect(found.map(({ id }) => id).sort()).toEqual([first?.id, second?.id].sort());
    expect((await poll(found[0]?.cursor)).map(({ id }) => id)).toContain(found[1]?.id);
  });

  it('finds what changed behind the back of the reader at the next poll', async () => {
    shop.fake.seed('contact', 3);
    const rows = pollContacts(shop.client(), shop.options);
    await rows.next();
    shop.advance(60_000);
    const [early] = shop.fake.tables.customer ?? [];
    shop.fake.stamp(early as Row, { firstName: 'Olga' });
    const last = (await all(rows)).at(-1);
    shop.advance(600_000);
    const found = await poll(last?.cursor);
    expect(found.find(({ id }) => id === early?.id)?.raw).toMatchObject({ firstName: 'Olga' });
  });

  it.each(['', 'no JSON', '[]', '{"customers":{"from":"yesterday"}}', 'null'])(
    'begins anew for the cursor %j',
    async (cursor) => {
      shop.fake.seed('contact', 1);
      expect(await poll(cursor)).toHaveLength(1);
    },
  );
});

it('exports accounts and then subscribers without one, each person once', async () => {
  const [id] = shop.fake.seed('contact', 1);
  shop.fake.setConsent(id as string, 'email', 'in');
  const stranger = customer(7, at());
  const entry = add('newsletter_recipient', recipient(7, stranger, 'optOut', at()));
  const found = await all(contactHistory.read(shop.client(), {}));
  expect(found.map((row) => row.id)).toEqual([id, entry.id]);
});
