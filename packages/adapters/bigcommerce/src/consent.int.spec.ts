import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConsentWrite, StoreForbidden } from '@storewire/core';
import { RunningStore } from '../test/running-store.js';
import { writeConsent } from './consent.js';

describe('writeConsent', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  const write = (email: string, state: 'in' | 'out', more: Partial<ConsentWrite> = {}) =>
    writeConsent(store.client(), { email, state, channel: 'email', at: store.fake.now(), ...more });
  const seedContact = (kind: 'contact' | 'consent' = 'contact') => {
    const [id = ''] = store.fake.seed(kind, 1);
    return { id, email: String(store.fake.row('contact', id).email) };
  };

  it('makes a subscriber with the name and the storefront of the account', async () => {
    const { id, email } = seedContact();
    Object.assign(store.fake.row('contact', id), { origin_channel_id: 3 });
    expect(await write(email.toUpperCase(), 'in')).toMatchObject({
      outcome: 'written',
      state: 'in',
    });
    expect(store.fake.subscribers).toMatchObject([
      { first_name: 'Ola', channel_id: 3, source: 'custom', consents: ['marketing_newsletter'] },
    ]);
  });

  it('keeps what was agreed besides on a yes, and nothing on a no', async () => {
    const { email } = seedContact('consent');
    const [entry] = store.fake.subscribers;
    Object.assign(entry ?? {}, { consents: ['abandoned_cart'] });
    await write(email, 'in');
    expect(entry?.consents).toEqual(['abandoned_cart', 'marketing_newsletter']);
    await write(email, 'out');
    expect(entry?.consents).toEqual([]);
    expect(store.fake.subscribers).toHaveLength(1);
  });

  it('makes a subscriber of a guest who has bought', async () => {
    const [id = ''] = store.fake.seed('order', 1);
    const order = store.fake.row('order', id);
    Object.assign(order, { customer_id: 0, channel_id: 2 });
    const { email } = order.billing_address as { email: string };
    expect(await write(email, 'in')).toMatchObject({ outcome: 'written', state: 'in' });
    expect(store.fake.subscribers).toMatchObject([{ email, first_name: 'Ola', channel_id: 2 }]);
  });

  it('writes no opt-out for somebody who never was on the list', async () => {
    const { email } = seedContact();
    expect(await write(email, 'out')).toEqual({ outcome: 'unchanged', state: 'unknown' });
    expect(store.fake.subscribers).toEqual([]);
  });

  it('does not know somebody who has neither subscription, account nor order', async () => {
    expect(await write('nobody@poczta.example', 'in')).toEqual({ outcome: 'missing' });
    expect(await write('nobody@poczta.example', 'out')).toEqual({ outcome: 'missing' });
    expect(store.fake.writes()).toBe(0);
  });

  it('looks again when somebody subscribed in the same moment', async () => {
    const { id, email } = seedContact();
    store.fake.beforeWrite = () => store.fake.setConsent(id, 'email', 'never');
    expect(await write(email, 'in')).toMatchObject({ outcome: 'written', state: 'in' });
    expect(store.fake.subscribers).toMatchObject([{ consents: ['marketing_newsletter'] }]);
    expect(store.called().filter((call) => call.startsWith('P'))).toEqual([
      'POST /v3/customers/subscribers',
      expect.stringMatching(/^PUT .v3.customers.subscribers.\d+$/),
    ]);
  });

  it('clears the mark for the mails of the store only where the connection says so', async () => {
    const { id, email } = seedContact('consent');
    const mark = () => store.fake.row('contact', id).accepts_product_review_abandoned_cart_emails;
    await write(email, 'out');
    expect(mark()).toBe(true);
    const client = store.client({ storeMailsAfterOptOut: 'off' });
    const out = { email, state: 'out', channel: 'email', at: store.fake.now() } as const;
    expect(await writeConsent(client, out)).toMatchObject({ outcome: 'written', state: 'out' });
    expect(mark()).toBe(false);
    expect(await writeConsent(client, out)).toMatchObject({ outcome: 'unchanged', state: 'out' });
    await writeConsent(client, { ...out, state: 'in' });
    expect(mark()).toBe(false);
  });

  it('says nothing about mobile', async () => {
    const { email } = seedContact();
    expect(await write(email, 'in', { channel: 'mobile' })).toEqual({
      outcome: 'unchanged',
      state: 'unknown',
    });
    expect(store.called()).toEqual([]);
  });

  it('names the scope when customers may only be read', async () => {
    const { email } = seedContact('consent');
    store.fake.isReadOnly = true;
    const error = await write(email, 'out').catch((found: unknown) => found);
    expect(error).toBeInstanceOf(StoreForbidden);
    expect((error as StoreForbidden).missing).toEqual(['store_v2_customers']);
  });
});
