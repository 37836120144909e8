import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { WriteBackBaseline } from '../delivery/write-back-baseline.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { ConsentScene, type ConsentShop } from '../testing/consent-scene.js';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;

describe('D11: one state per address for all stores of an account', () => {
  let scene: ConsentScene;
  let first: ConsentShop;
  let second: ConsentShop;
  let people = 0;

  beforeAll(async () => {
    scene = await ConsentScene.open({ shops: 2 });
    [first, second] = scene.shops as [ConsentShop, ConsentShop];
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    people += 1;
  });

  const email = (): string => `person.${people}@customer.example`;
  const arrives = async (): Promise<void> => {
    await scene.deliver();
    await scene.settled();
  };
  const registered = async (newsletter: 'yes' | 'no'): Promise<number> => {
    const ids = [];
    for (const { woo } of [first, second]) {
      ids.push(Number(woo.registerCustomer({ email: email(), newsletter }).id));
      await arrives();
    }
    scene.move(HOUR_MS);
    return ids[0] ?? 0;
  };
  const everywhere = () => [
    scene.card(email()),
    scene.said(first, email()),
    scene.said(second, email()),
  ];

  it.each([
    { box: 'yes', later: 'no', gives: 'out' },
    { box: 'no', later: 'yes', gives: 'in' },
  ] as const)('an $gives in one store reaches the other, once', async ({ box, later, gives }) => {
    const id = await registered(box);
    first.woo.setConsent(id, later);
    await arrives();
    expect(everywhere()).toEqual([gives, gives, gives]);
    // The shop tells of the write, with its own name and address of the person.
    await arrives();
    const writes = [scene.writes(first), scene.writes(second), scene.sandbox.stats().upserts];
    await arrives();
    expect([scene.writes(first), scene.writes(second), scene.sandbox.stats().upserts]).toEqual(
      writes,
    );
  });

  it('a callback reaches every store that differs', async () => {
    await registered('yes');
    await scene.sandbox.unsubscribe(email());
    await scene.callback(email(), 'out');
    await arrives();
    expect(everywhere()).toEqual(['out', 'out', 'out']);
  });

  it('the message of the other store says what came and what was written', async () => {
    const id = await registered('yes');
    first.woo.setConsent(id, 'no');
    await arrives();
    const { body } = await scene.hub.api(
      'GET',
      `${second.path}/messages?q=${encodeURIComponent(email())}`,
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({ topic: 'account.opt-out', state: 'delivered' }),
    );
  });

  it('a store where nobody knows the person is left alone', async () => {
    const id = Number(first.woo.registerCustomer({ email: email(), newsletter: 'yes' }).id);
    await arrives();
    scene.move(HOUR_MS);
    first.woo.setConsent(id, 'no');
    await arrives();
    const { body } = await scene.hub.api(
      'GET',
      `${second.path}/messages?q=${encodeURIComponent(email())}`,
    );
    expect([scene.card(email()), body.items]).toEqual(['out', []]);
  });

  it('an opt-in that waits for its confirmation is not told before the click', async () => {
    const id = await registered('no');
    const settings = `${first.path}/settings`;
    await scene.hub.api('PATCH', settings, { doubleOptIn: true });
    first.woo.setConsent(id, 'yes');
    await arrives();
    expect(scene.said(second, email())).toBe('out');
    await scene.sandbox.confirm(email());
    await scene.callback(email(), 'in');
    await arrives();
    await scene.hub.api('PATCH', settings, { doubleOptIn: null });
    expect(everywhere()).toEqual(['in', 'in', 'in']);
  });

  it('a write that was overtaken while it was under way is followed by the newer word', async () => {
    await registered('yes');
    const { app } = scene.hub;
    const [, , , tenantId = ''] = second.path.slice(1).split('/');
    const store = await app.get(StoreDirectory).require(tenantId, second.storeId);
    const late = { email: email(), channel: 'email', state: 'out', at: '2020-01-01T00:00:00Z' };
    const isOutdated = await app
      .get(WriteBackBaseline)
      .save(store, late as ConsentWrite, { outcome: 'written', state: 'out' });
    await scene.wake();
    await arrives();
    const { body } = await scene.hub.api(
      'GET',
      `${second.path}/messages?q=${encodeURIComponent(email())}`,
    );
    expect([isOutdated, body.items[0].topic]).toEqual([true, 'account.opt-in']);
    expect(everywhere()).toEqual(['in', 'in', 'in']);
  });

  it('a store that is switched off is left alone', async () => {
    const id = await registered('yes');
    await scene.hub.api('PATCH', `${second.path}/settings`, { active: false });
    first.woo.setConsent(id, 'no');
    await arrives();
    await scene.hub.api('PATCH', `${second.path}/settings`, { active: null });
    expect(everywhere()).toEqual(['out', 'out', 'in']);
  });
});
