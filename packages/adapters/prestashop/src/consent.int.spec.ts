import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import type { FakeOptions } from '../test/fake-prestashop.js';
import { type OpenShop, openShop } from '../test/open-shop.js';
import { writeConsent } from './consent.js';

let shop: OpenShop;
afterEach(() => shop.close());
const open = async (version = '8.2.1', options: FakeOptions = {}) => {
  shop = await openShop({ version, ...options });
};

const EMAIL = 'zofia+sklep@customer.example';
const write = (changes: Partial<ConsentWrite> = {}) =>
  writeConsent(shop.client(), {
    email: EMAIL,
    channel: 'email',
    state: 'in',
    at: '2026-11-21T15:00:00.000Z',
    ...changes,
  });
const methods = () =>
  shop.fake.calls.map((call) => call.split(' ')[0]).filter((method) => method !== 'GET');

describe('writeConsent', () => {
  it.each([
    { version: '1.6.1.24', method: 'PUT' },
    { version: '1.7.8.11', method: 'PUT' },
    { version: '8.2.1', method: 'PATCH' },
    { version: '9.0.2', method: 'PATCH' },
  ])('uses $method on $version and leaves the rest of the customer alone', async (given) => {
    await open(given.version);
    const row = shop.data.addContact({ email: EMAIL });
    const before = { ...row };
    shop.later(60_000);
    expect(await write()).toEqual({
      outcome: 'written',
      state: 'in',
      at: '2026-11-21T16:01:00.000Z',
    });
    expect(methods()).toEqual([given.method]);
    const emptied = given.method === 'PUT' ? { birthday: '' } : {};
    expect(row).toEqual({
      ...before,
      ...emptied,
      newsletter: '1',
      newsletter_date_add: '2026-11-21 16:00:00',
      date_upd: '2026-11-21 17:01:00',
    });
  });

  it('keeps the date of the sign-up when it is taken back', async () => {
    await open();
    const newsletter_date_add = '2026-03-02 10:15:00';
    const row = shop.data.addContact({ email: EMAIL, newsletter: '1', newsletter_date_add });
    expect(await write({ state: 'out' })).toMatchObject({ outcome: 'written', state: 'out' });
    expect(row).toMatchObject({ newsletter: '0', newsletter_date_add });
  });

  it('opts every row of the address out, and only the account in', async () => {
    await open();
    const on = { email: EMAIL, newsletter: '1' };
    const account = shop.data.addContact(on);
    const guest = shop.data.addContact({ ...on, is_guest: '1' });
    const closed = shop.data.addContact({ ...on, active: '0' });
    expect(await write({ state: 'out' })).toMatchObject({ outcome: 'written', state: 'out' });
    expect([account, guest, closed].map((row) => row.newsletter)).toEqual(['0', '0', '0']);
    expect(await write({ state: 'in' })).toMatchObject({ outcome: 'written', state: 'in' });
    expect([account, guest, closed].map((row) => row.newsletter)).toEqual(['1', '0', '0']);
    expect(await write({ state: 'in' })).toMatchObject({ outcome: 'unchanged', state: 'in' });
  });

  it('opts guests in where there is no account', async () => {
    await open();
    const guest = shop.data.addContact({ email: EMAIL, is_guest: '1' });
    expect(await write()).toMatchObject({ outcome: 'written', state: 'in' });
    expect(guest.newsletter).toBe('1');
  });

  it('does not touch deleted customers, nor the consent to partner offers', async () => {
    await open();
    const deleted = shop.data.addContact({ email: EMAIL, deleted: '1' });
    expect(await write()).toEqual({ outcome: 'missing' });
    expect(deleted.newsletter).toBe('0');
    const living = shop.data.addContact({ email: EMAIL, optin: '1' });
    await write();
    await write({ state: 'out' });
    expect(living.optin).toBe('1');
  });

  it('knows somebody by the address in any case', async () => {
    await open();
    const row = shop.data.addContact({ email: 'Zofia+Sklep@customer.example' });
    expect(await write()).toMatchObject({ outcome: 'written' });
    expect(row.newsletter).toBe('1');
  });

  it('writes with PUT where a key of 8.x has no PATCH', async () => {
    await open();
    shop.fake.webservice.permissions = [
      ...shop.fake.permissions.filter((permission) => permission !== 'customers PATCH'),
      'customers PUT',
    ];
    const row = shop.data.addContact({ email: EMAIL });
    const { passwd } = row;
    expect(await write()).toMatchObject({ outcome: 'written', state: 'in' });
    expect(methods()).toEqual(['PATCH', 'PUT']);
    expect(row).toMatchObject({ passwd, id_shop: '1', active: '1', newsletter: '1' });
  });

  it.each(['1.6.1.24', '8.2.1'])(
    'gets through a host of %s that knows GET and POST only',
    async (version) => {
      await open(version, { blocksWrites: true });
      const row = shop.data.addContact({ email: EMAIL });
      expect(await write()).toMatchObject({ outcome: 'written', state: 'in' });
      expect(row).toMatchObject({ newsletter: '1', firstname: 'Zofia' });
      expect(methods().at(-1)).toBe('POST');
    },
  );

  it.each([
    { version: '8.2.1', permission: 'customers PATCH' },
    { version: '1.6.1.24', permission: 'customers PUT' },
  ])('says that the key may not write on $version', async ({ version, permission }) => {
    await open(version);
    shop.data.addContact({ email: EMAIL });
    shop.fake.withhold(permission);
    await expect(write()).rejects.toMatchObject({ code: 'STORE_FORBIDDEN' });
  });

  it('has nothing to say about mobile consent, and asks nobody', async () => {
    await open();
    expect(await write({ channel: 'mobile' })).toEqual({ outcome: 'unchanged', state: 'unknown' });
    expect(shop.fake.calls).toEqual([]);
  });
});

describe('writeConsent of a subscriber without an account', () => {
  const AT = '2026-11-21T15:00:00Z';
  const guest = async (options: FakeOptions = {}) => {
    await open('8.2.1', options);
    const { bridge } = shop.fake;
    bridge.subscribers.set(EMAIL, { state: 'pending', at: null });
    return bridge;
  };
  const ask = (
    state: 'in' | 'out',
    email = EMAIL,
    connection: Parameters<OpenShop['client']>[0] = {},
  ) => writeConsent(shop.client(connection), { email, channel: 'email', state, at: AT });

  it.each([
    { state: 'in', options: {} },
    { state: 'out', options: {} },
    { state: 'out', options: { hasNoRewrites: true } },
  ] as const)('goes through the module: $state, $options', async ({ state, options }) => {
    const bridge = await guest(options);
    expect(await ask(state)).toEqual({ outcome: 'written', state, at: AT });
    expect(bridge.subscribers.get(EMAIL)?.state).toBe(state);
    expect(await ask(state)).toMatchObject({ outcome: 'unchanged', state });
  });

  it.each(['in', 'out'] as const)('makes no subscriber of a stranger: %s', async (state) => {
    const bridge = await guest();
    expect(await ask(state, 'nobody@customer.example')).toEqual({ outcome: 'missing' });
    expect([...bridge.subscribers.keys()]).toEqual([EMAIL]);
  });

  it('does not ask the module about customers, closed accounts included', async () => {
    const bridge = await guest();
    shop.data.addContact({ email: EMAIL, active: '0' });
    expect(await ask('in')).toEqual({ outcome: 'missing' });
    expect(bridge.asked).toEqual([]);
  });

  it.each(['no secret', 'no module'])('is missing with %s', async (why) => {
    const bridge = await guest();
    bridge.isInstalled = why === 'no secret';
    const connection = why === 'no secret' ? { bridgeSecret: undefined } : {};
    expect(await ask('out', EMAIL, connection)).toEqual({ outcome: 'missing' });
    expect([bridge.asked, bridge.subscribers.get(EMAIL)?.state]).toEqual([[], 'pending']);
  });

  it('says what to do about a secret that the module does not take', async () => {
    await guest();
    const asked = ask('out', EMAIL, { bridgeSecret: 'other' });
    await expect(asked).rejects.toMatchObject({ code: 'BRIDGE_REFUSED_KEY' });
  });
});
