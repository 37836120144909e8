import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import { collect, cursorOf, idsOf, RunningStore } from '../test/running-store.js';
import { customer, subscriber } from '../test/store-data.js';
import { contactHistory } from './contact-history.js';
import { pollContacts } from './contact-poll.js';

const NEWSLETTER = ['marketing_newsletter'];

describe('contacts', () => {
  let store: RunningStore;
  let since: string;
  beforeEach(async () => {
    store = await RunningStore.open();
    since = store.fake.now();
  });
  afterEach(() => store.stop());

  const poll = (cursor?: string, client = store.client()): Promise<SourceRow[]> =>
    collect<SourceRow>(
      pollContacts(client, { since, now: store.fake.now(), ...(cursor ? { cursor } : {}) }),
    );
  const addSubscriber = (id: number, email: string, consents = NEWSLETTER, channel_id = 1) => {
    const made = subscriber(id, customer(id, 0), consents, store.fake.nowMs);
    store.fake.subscribers.push({ ...made, email, channel_id });
  };

  it('finds a change of consent that moves no customer', async () => {
    const [id = ''] = store.fake.seed('contact', 1);
    store.fake.advance(600_000);
    const first = await poll();
    store.fake.advance(600_000);
    store.fake.setConsent(id, 'email', 'in');
    const rows = await poll(cursorOf(first));
    expect(rows).toMatchObject([
      { kind: 'contact', id, trigger: 'newsletter', raw: { subscribed: true, first_name: 'Ola' } },
      { kind: 'consent', raw: { subscribed: true } },
    ]);
  });

  it('tells a registration from an edit, and a sign-up from a change', async () => {
    const [id = ''] = store.fake.seed('consent', 1);
    store.fake.advance(600_000);
    const first = await poll();
    expect(first.map(({ trigger }) => trigger)).toEqual(['registration', 'newsletter', undefined]);
    store.fake.advance(600_000);
    store.fake.touch('contact', id);
    store.fake.setConsent(id, 'email', 'out');
    const rows = await poll(cursorOf(first));
    expect(rows.map(({ kind, trigger }) => [kind, trigger])).toEqual([
      ['contact', undefined],
      ['contact', undefined],
      ['consent', undefined],
    ]);
    expect(rows[1]?.raw).toMatchObject({ subscribed: false });
  });

  it('gives subscribers the account of their own storefront', async () => {
    const email = 'ola.nowak@poczta.example';
    store.fake.customers.push(
      { ...customer(7, store.fake.nowMs), email: 'Ola.Nowak@poczta.example' },
      { ...customer(8, store.fake.nowMs), email, origin_channel_id: 2 },
    );
    addSubscriber(50, email, NEWSLETTER, 2);
    const rows = await poll();
    const [person] = rows.filter(({ raw }) => (raw as { subscribed?: boolean }).subscribed);
    expect(person).toMatchObject({ kind: 'contact', id: '8', storefront: '2' });
  });

  it.each([
    [{ origin_channel_id: 2, channel_ids: [1, 2] }, '2'],
    [{ origin_channel_id: null, channel_ids: [3] }, '3'],
    [{ origin_channel_id: null, channel_ids: [1, 3] }, undefined],
    [{ origin_channel_id: null, channel_ids: null }, undefined],
  ])('knows the storefront of a customer with %j', async (channels, storefront) => {
    store.fake.customers.push({ ...customer(7, store.fake.nowMs), ...channels });
    expect((await poll())[0]?.storefront).toBe(storefront);
  });

  it('looks up accounts of subscribers 25 at a time', async () => {
    for (let n = 0; n < 60; n++) addSubscriber(300 + n, `subscriber${n}@poczta.example`);
    const rows = await poll();
    expect(rows.filter(({ kind }) => kind === 'consent')).toHaveLength(60);
    expect(store.called().filter((call) => call === 'GET /v3/customers')).toHaveLength(1 + 3);
  });

  it('reads hundreds of subscribers that come in no order, through an interruption and a deletion', async () => {
    for (let n = 0; n < 600; n++) addSubscriber(1000 + n, `subscriber${n}@poczta.example`);
    const seen = new Set<string>();
    let cursor: string | undefined;
    for await (const row of pollContacts(store.client(), { since, now: store.fake.now() })) {
      seen.add(row.id);
      cursor = row.cursor ?? cursor;
      if (seen.size === 400) break;
    }
    const gone = store.fake.subscribers.find(({ id }) => seen.has(`subscriber:${id}`));
    store.fake.subscribers = store.fake.subscribers.filter((row) => row !== gone);
    for (const id of idsOf(await poll(cursor))) seen.add(id);
    expect(seen.size).toBe(600);
  });

  it('stops when the filter is ignored and the whole list would come', async () => {
    store.fake.seed('contact', 3);
    store.fake.advance(3 * 86_400_000);
    since = store.fake.now();
    store.fake.ignoresFilters = true;
    const error = await poll().catch((found: unknown) => found);
    expect(error).toMatchObject({ code: 'BIGCOMMERCE_FILTER_IGNORED', next: 'reportBug' });
  });

  it('begins anew with a cursor of something else', async () => {
    store.fake.seed('contact', 2);
    for (const cursor of ['2026-01-01', '[1]', '{"customers":{"from":"then"}}']) {
      expect(await poll(cursor)).toHaveLength(2);
    }
  });

  describe('history', () => {
    it('gives customers, then subscribers of the range, and counts them', async () => {
      store.fake.seed('contact', 2, 3_600_000);
      const from = store.fake.now();
      const [id = ''] = store.fake.seed('consent', 1);
      store.fake.advance(1000);
      addSubscriber(70, 'alone@poczta.example');
      store.fake.advance(1000);
      const range = { from, to: store.fake.now() };
      addSubscriber(71, 'too.late@poczta.example');
      const rows = await collect(contactHistory.read(store.client(), range));
      const [known] = store.fake.subscribers;
      expect(rows.map((row) => [row.id, (row.raw as { subscribed?: boolean }).subscribed])).toEqual(
        expect.arrayContaining([
          ['102', undefined],
          [id, undefined],
          [id, true],
          ['subscriber:70', true],
        ]),
      );
      expect(known).toBeDefined();
      expect(rows).toHaveLength(4);
      expect(await contactHistory.count?.(store.client(), range)).toBe(4);
    });

    it('goes on among the subscribers without reading the customers again', async () => {
      store.fake.seed('consent', 3);
      const rows = await collect(contactHistory.read(store.client(), {}));
      const cursor = rows.at(-1)?.cursor;
      store.called();
      await collect(contactHistory.read(store.client(), {}, cursor));
      const [first] = store.called();
      expect(first).toBe('GET /v3/customers/subscribers');
    });
  });
});
