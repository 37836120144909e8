import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConsentScene, type ConsentShop } from '../testing/consent-scene.js';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;
/** Long enough for a consent to be decided and delivered meanwhile. */
const LATE = {
  kind: 'slow',
  apply: true,
  path: 'contact/basic',
  delayMs: 4_000,
  count: 1,
} as const;

describe('D11: what SALESmanago answers counts no more once the hub knows better', () => {
  let scene: ConsentScene;
  let first: ConsentShop;
  let second: ConsentShop;
  let people = 0;

  beforeAll(async () => {
    scene = await ConsentScene.open({ shops: 2, settings: { consentSync: true } });
    [first, second] = scene.shops as [ConsentShop, ConsentShop];
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    people += 1;
    scene.sandbox.faults.clear();
  });

  const email = (): string => `person.${people}@customer.example`;
  const register = ({ woo }: ConsentShop, newsletter?: 'yes'): number =>
    Number(woo.registerCustomer({ email: email(), ...(newsletter ? { newsletter } : {}) }).id);
  const arrives = async (): Promise<void> => {
    await scene.deliver();
    await scene.settled();
  };
  const isAsked = (): boolean => scene.sandbox.faults.list().some(({ fired }) => fired === 1);
  const everywhere = () => [
    scene.card(email()),
    scene.said(first, email()),
    scene.said(second, email()),
  ];

  it('a callback asks again', async () => {
    for (const shop of scene.shops) {
      register(shop, 'yes');
      await arrives();
    }
    scene.move(HOUR_MS);
    await scene.sandbox.unsubscribe(email());
    scene.sandbox.faults.add(LATE);
    await scene.callback(email(), 'out');
    // One store hears it at once; there the person thinks again before the other has its answer.
    const heard = () => scene.shops.find((shop) => scene.said(shop, email()) === 'out');
    await scene.until('one store is set', () => isAsked() && heard());
    await scene.noWriteUnderWay();
    const shop = heard() as ConsentShop;
    scene.move(5_000);
    shop.woo.setConsent(Number(shop.woo.customerByEmail(email())?.id), 'yes');
    await arrives();
    await arrives();
    expect(everywhere()).toEqual(['in', 'in', 'in']);
  });

  it('a registration is not set to a consent that was taken back meanwhile', async () => {
    const id = register(first, 'yes');
    await arrives();
    scene.move(HOUR_MS);
    scene.sandbox.faults.add(LATE);
    register(second);
    await second.woo.webhooks.flush();
    await scene.until('SALESmanago is asked', isAsked);
    first.woo.setConsent(id, 'no');
    await arrives();
    await arrives();
    expect(everywhere()).toEqual(['out', 'out', 'out']);
  });
});
