import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instant } from '@storewire/core';
import { collect, cursorOf, type OpenShop, openShop, recordOf } from '../test/open-shop.js';
import { consentMapping } from './consent.mapping.js';
import { contactMapping } from './contact.mapping.js';
import { pollCustomers } from './customer-poll.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let shop: OpenShop;
let since: Instant;
beforeEach(async () => {
  shop = await openShop();
  since = shop.fake.now();
});
afterEach(() => shop.close());

const poll = (cursor?: string) =>
  collect(
    pollCustomers(shop.client(), { since, now: shop.fake.now(), ...(cursor ? { cursor } : {}) }),
  );
const consentOf = (rows: Awaited<ReturnType<typeof poll>>, id: number) =>
  recordOf(
    rows.findLast((row) => row.id === String(id)),
    contactMapping,
  ).emailConsent;

describe('pollCustomers', () => {
  it('calls a new account a registration once, a later change of it an edit, and a guest neither', async () => {
    shop.later(MINUTE);
    const account = shop.data.addContact();
    const guest = shop.data.addContact({ is_guest: '1' });
    shop.later(10 * MINUTE);
    const first = await poll();
    expect(first.map(({ id, trigger }) => [id, trigger])).toEqual([
      [String(account.id), 'registration'],
      [String(guest.id), undefined],
    ]);
    shop.later(HOUR);
    shop.fake.touch('contact', String(account.id));
    const second = await poll(cursorOf(first));
    expect(second.map(({ id, trigger }) => [id, trigger])).toEqual([
      [String(account.id), undefined],
    ]);
  });

  it('leaves out who was deleted or disabled', async () => {
    shop.later(MINUTE);
    shop.data.addContact({ deleted: '1' });
    shop.data.addContact({ active: '0' });
    expect(await poll()).toEqual([]);
  });

  it('does not read passwords and keys', async () => {
    shop.later(MINUTE);
    shop.data.addContact();
    const text = JSON.stringify(await poll());
    expect(text).not.toMatch(/passwd|secure_key|\$2y\$/);
  });

  it('brings the newest address that was not deleted', async () => {
    shop.later(MINUTE);
    const customer = shop.data.addContact();
    shop.later(MINUTE);
    shop.data.addAddress(customer, { city: 'Gdynia', id_country: '21', id_state: '5' });
    shop.later(MINUTE);
    shop.data.addAddress(customer, { city: 'Sopot', deleted: '1' });
    const [row] = await poll();
    expect(recordOf(row, contactMapping).address).toMatchObject({
      city: 'Gdynia',
      country: 'US',
      province: 'California',
    });
  });

  it('finds a customer whose address alone was changed', async () => {
    const customer = shop.data.addContact();
    shop.data.addContact();
    shop.later(HOUR);
    const first = await poll();
    shop.later(HOUR);
    const [address] = shop.data.table('addresses');
    shop.data.change('addresses', String(address?.id), { city: 'Gdynia' });
    const second = await poll(cursorOf(first));
    expect(second.map(({ id }) => id)).toEqual([String(customer.id)]);
    expect(second[0]?.version).not.toBe(first[0]?.version);
    expect(recordOf(second[0], contactMapping).address?.city).toBe('Gdynia');
  });

  it('gives nobody twice who was saved together with the address', async () => {
    shop.later(MINUTE);
    const { id } = shop.data.addContact();
    expect((await poll()).map((row) => row.id)).toEqual([String(id)]);
  });

  it('finds a newsletter sign-up in the footer, which leaves the time of change alone', async () => {
    const { id } = shop.data.addContact();
    shop.later(HOUR);
    const first = await poll();
    expect(consentOf(first, id)).toBe('out');
    shop.later(24 * HOUR);
    shop.data.addContact();
    const second = await poll(cursorOf(first));
    shop.later(5 * MINUTE);
    shop.data.setConsentInFooter(id, true);
    const third = await poll(cursorOf(second));
    expect(consentOf(third, id)).toBe('in');
    const versions = [first, third].map((rows) => rows.findLast((row) => row.id === String(id)));
    expect(versions[0]?.version).not.toBe(versions[1]?.version);
    const seenAt = recordOf(versions[1], contactMapping).updatedAt;
    expect(seenAt && seenAt > (recordOf(versions[0], contactMapping).updatedAt ?? '')).toBe(true);
  });

  it('finds within six hours who left the newsletter in the footer form, dated by the finding', async () => {
    const { id } = shop.data.addContact({
      newsletter: '1',
      newsletter_date_add: shop.data.now,
    });
    shop.later(MINUTE);
    let rows = await poll();
    expect(consentOf(rows, id)).toBe('in');
    shop.later(24 * HOUR);
    shop.data.addContact();
    rows = await poll(cursorOf(rows));
    shop.later(MINUTE);
    shop.data.setConsentInFooter(id, false);
    shop.later(6 * HOUR);
    rows = await poll(cursorOf(rows));
    const [row] = rows.filter((one) => one.kind === 'consent');
    expect(recordOf(row, consentMapping)).toEqual({
      externalId: String(id),
      email: `zofia.${id}@customer.example`,
      channel: 'email',
      state: 'out',
      updatedAt: shop.fake.now(),
    });
    expect(rows.filter((one) => one.kind === 'contact' && one.id === String(id))).toEqual([]);
  });

  it('says nothing of those who never had the newsletter or have it with another row, and nothing but consent of the rest', async () => {
    const newsletter_date_add = '2026-03-02 10:15:00';
    const had = shop.data.addContact({ newsletter_date_add });
    const guest = shop.data.addContact({ newsletter_date_add, is_guest: '1' });
    const again = shop.data.addContact({ newsletter_date_add, email: String(had.email) });
    shop.data.addContact();
    Object.assign(again, { newsletter: '1' });
    since = new Date(shop.data.nowMs + HOUR).toISOString();
    shop.later(2 * HOUR);
    const rows = await poll();
    expect(rows.map(({ kind, id }) => [kind, id])).toEqual([['consent', String(guest.id)]]);
    expect(recordOf(rows[0], consentMapping).state).toBe('out');
  });

  it('dates a no by the reading, because the footer form may have changed it after the customer was saved', async () => {
    shop.later(MINUTE);
    const { id } = shop.data.addContact({ newsletter: '1', newsletter_date_add: shop.data.now });
    shop.later(2 * MINUTE);
    shop.data.setConsentInFooter(id, false);
    shop.later(2 * MINUTE);
    const [row] = await poll();
    const contact = recordOf(row, contactMapping);
    expect(contact).toMatchObject({ emailConsent: 'out', updatedAt: shop.fake.now() });
  });

  it('looks through those who left the newsletter every six hours only, also over restarts', async () => {
    const isSweep = (call: string) => call.includes('filter[newsletter]=[0]');
    shop.later(MINUTE);
    shop.data.addContact();
    const first = await poll();
    shop.later(5 * MINUTE);
    const second = await poll(cursorOf(first));
    expect(shop.fake.calls.filter(isSweep)).toHaveLength(1);
    shop.later(6 * HOUR);
    shop.data.addContact();
    await poll(cursorOf(second) ?? cursorOf(first));
    expect(shop.fake.calls.filter(isSweep)).toHaveLength(2);
  });

  it('takes the consent of an address from all of its rows', async () => {
    shop.later(MINUTE);
    const email = 'zofia@customer.example';
    const account = shop.data.addContact({
      email,
      newsletter: '1',
      newsletter_date_add: shop.data.now,
    });
    const guest = shop.data.addContact({ email: email.toUpperCase(), is_guest: '1' });
    const other = shop.data.addContact({ is_guest: '1' });
    const rows = await poll();
    expect(consentOf(rows, account.id)).toBe('in');
    expect(consentOf(rows, guest.id)).toBe('in');
    expect(consentOf(rows, other.id)).toBeUndefined();
  });
});
