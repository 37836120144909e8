import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SalesmanagoClient } from '@storewire/salesmanago';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { ConsentScene, type ConsentShop, type Said } from '../testing/consent-scene.js';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const NOTHING_SAID = {
  forceOptIn: false,
  forceOptOut: false,
  forcePhoneOptIn: false,
  forcePhoneOptOut: false,
};

// What leaves the hub, and what is written to the store, for each row of the table of the consent synchronisation
// (S9 on) and the 15-minute rule. A click on an unsubscribe link: packages/core/test/scope-rows.spec.ts.

describe('the decision table of consent synchronisation', () => {
  let scene: ConsentScene;
  let shop: ConsentShop;
  let people = 0;

  beforeAll(async () => {
    scene = await ConsentScene.open({ settings: { consentSync: true } });
    shop = scene.shops[0] as ConsentShop;
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    people += 1;
  });

  const email = (): string => `row.${people}@customer.example`;
  const set = (values: object) => scene.hub.api('PATCH', `${shop.path}/settings`, values);
  const happens = async (): Promise<void> => {
    await scene.deliver();
    await scene.settled();
  };
  const register = async (newsletter?: 'yes' | 'no'): Promise<number> => {
    const { id } = shop.woo.registerCustomer({ email: email(), ...(newsletter && { newsletter }) });
    await happens();
    return Number(id);
  };
  /** Bodies of what SALESmanago was told of the person, oldest first. */
  const told = (): Record<string, unknown>[] =>
    scene.sandbox
      .requests({ limit: 10_000 })
      .filter(({ path, body }) => /upsert/.test(path) && body.includes(email()))
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
      .reverse();
  const rules = async (): Promise<string[]> => {
    const path = `${shop.path}/consents?email=${encodeURIComponent(email())}`;
    const { body } = await scene.hub.api('GET', path);
    return body.items.map(({ rule }: { rule: string }) => rule);
  };
  const knownInSalesmanago = async (said: Said): Promise<void> => {
    const { clientId, apiSecret, owners } = DEFAULT_ACCOUNT;
    const client = new SalesmanagoClient({
      endpoint: scene.sandbox.url,
      clientId,
      owner: owners[0] ?? '',
      credential: { kind: 'secret', apiSecret },
    });
    const contact = { contact: { email: email() } };
    await client.contacts.upsert({ ...contact, forceOptIn: said === 'in' });
    await client.close();
  };

  it.each(['in', 'out', undefined] as const)(
    'D9: registered with a tick, in SALESmanago %s: opt-in',
    async (before) => {
      if (before) await knownInSalesmanago(before);
      await register('yes');
      expect([scene.card(email()), scene.said(shop, email())]).toEqual(['in', 'in']);
      const isNews = before !== 'in';
      expect(told().at(-1)).toMatchObject({ forceOptIn: isNews, forceOptOut: false });
    },
  );

  it('D9 D12: registered with a tick and double opt-in on: a confirmation mail is asked for', async () => {
    await set({ doubleOptIn: true });
    await register('yes');
    await set({ doubleOptIn: null });
    expect(told().at(-1)).toMatchObject({ forceOptIn: true, useApiDoubleOptIn: true });
    expect(scene.card(email())).toBe('out');
  });

  it.each(['no', undefined] as const)(
    'D9: registered without a tick (%s), opted in there: nothing is said, the store subscribes',
    async (box) => {
      await knownInSalesmanago('in');
      await register(box);
      expect(told().at(-1)).toMatchObject(NOTHING_SAID);
      expect([scene.card(email()), scene.said(shop, email())]).toEqual(['in', 'in']);
    },
  );

  it.each(['out', undefined] as const)(
    'D9: registered without a tick, in SALESmanago %s: nothing is said, nothing is written',
    async (before) => {
      if (before) await knownInSalesmanago(before);
      const writes = scene.writes(shop);
      await register('no');
      expect(told().at(-1)).toMatchObject(NOTHING_SAID);
      expect([scene.said(shop, email()), scene.writes(shop)]).toEqual(['out', writes]);
    },
  );

  it('D10 S26: unticked after 14 minutes: held, listed, and never sent', async () => {
    const id = await register('yes');
    scene.move(14 * MINUTE_MS);
    shop.woo.setConsent(id, 'no');
    await happens();
    scene.move(60 * MINUTE_MS);
    shop.woo.editCustomer(id, { billing: { phone: '600700800' } });
    await happens();
    expect([scene.card(email()), scene.said(shop, email())]).toEqual(['in', 'out']);
    expect(await rules()).toContain('held');
  });

  it('D10 S26: unticked after 14 minutes and sent later: at minute 15, and not before', async () => {
    await set({ earlyOptOut: 'sendLater' });
    const id = await register('yes');
    scene.move(14 * MINUTE_MS);
    shop.woo.setConsent(id, 'no');
    await scene.deliver();
    await scene.until('it is held', async () => (await rules()).includes('held'));
    expect(scene.card(email())).toBe('in');
    scene.move(MINUTE_MS + 1_000);
    await scene.wake();
    await scene.until('it is sent', () => scene.card(email()) === 'out');
    await set({ earlyOptOut: null });
    await scene.settled();
  });

  it('D10 S26: taken back before minute 15: not sent', async () => {
    await set({ earlyOptOut: 'sendLater' });
    const id = await register('yes');
    scene.move(13 * MINUTE_MS);
    shop.woo.setConsent(id, 'no');
    await scene.deliver();
    await scene.until('it is held', async () => (await rules()).includes('held'));
    scene.move(30_000);
    shop.woo.setConsent(id, 'yes');
    await scene.deliver();
    // The hub has looked: otherwise the 15 minutes could be over before that.
    await scene.until('it is taken back', async () => (await rules()).at(-1) === 'unchanged');
    expect(scene.said(shop, email())).toBe('in');
    scene.move(5 * MINUTE_MS);
    await scene.wake();
    await scene.settled();
    await set({ earlyOptOut: null });
    expect([scene.card(email()), scene.said(shop, email())]).toEqual(['in', 'in']);
    expect(told().filter(({ forceOptOut }) => forceOptOut)).toEqual([]);
  });

  it.each([15, 60])('D10: unticked after %i minutes: opt-out', async (minutes) => {
    const id = await register('yes');
    scene.move(minutes * MINUTE_MS);
    shop.woo.setConsent(id, 'no');
    await happens();
    expect(told().at(-1)).toMatchObject({ forceOptOut: true, forceOptIn: false });
    expect(scene.card(email())).toBe('out');
  });

  it('D10: with S9 off an opt-out after a minute passes', async () => {
    await set({ consentSync: false });
    const id = await register('yes');
    scene.move(MINUTE_MS);
    shop.woo.setConsent(id, 'no');
    await happens();
    await set({ consentSync: true });
    expect(scene.card(email())).toBe('out');
  });

  it.each(['in', 'out'] as const)(
    'D11: a callback that says %s: nothing is sent, the store is set',
    async (said) => {
      await register(said === 'in' ? 'no' : 'yes');
      const before = told().length;
      await scene.sandbox.changeOnCard(email(), { optedOut: said === 'out' });
      expect(await scene.callback(email(), said)).toBe(200);
      await happens();
      await happens();
      expect([scene.said(shop, email()), told().length]).toEqual([said, before]);
    },
  );

  it('D11: a callback waits while a newer consent of the person is on its way', async () => {
    const id = await register('yes');
    scene.move(60 * MINUTE_MS);
    const { id: fault } = scene.sandbox.faults.add({
      kind: 'status',
      status: 503,
      path: '/api/contact/upsert',
    });
    shop.woo.setConsent(id, 'no');
    await scene.deliver();
    await scene.until('it was decided', async () => (await rules()).includes('observedChange'));
    expect(await scene.callback(email(), 'in')).toBe(200);
    scene.sandbox.faults.remove(fault);
    await happens();
    expect([scene.card(email()), scene.said(shop, email())]).toEqual(['out', 'out']);
  });
});
