import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { STOREFRONT, TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const STRANGER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('who is this, and which CART event is open?', () => {
  let scene: TrackerScene;
  let count = 0;

  beforeAll(async () => {
    scene = await TrackerScene.open({ settings: { cartWindow: '4h' } });
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    count += 1;
  });

  const ada = () => `ada.${count}@customer.example`;
  const ask = (who: object) => scene.post('visitor', { v: 1, ...who });
  const change = (quantity: number) =>
    scene.cart({ identity: scene.token(ada()), products: { '10': quantity } });

  it('a proven shopper gets the contact id (D15), and no event before there is one', async () => {
    const smclient = await scene.customer(ada());
    const { status, headers, body } = await ask({ identity: scene.token(ada()) });
    expect([status, body]).toEqual([200, { smclient, smevent: null }]);
    expect(headers.get('access-control-allow-origin')).toBe(STOREFRONT);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('gets the open event with the seconds it has left, and null after them', async () => {
    await scene.customer(ada());
    await change(1);
    scene.clock.move(HOUR);
    const identity = () => scene.token(ada());
    const [event] = scene.carts(ada());
    const { body } = await ask({ identity: identity() });
    expect(body.smevent).toBe(event?.eventId);
    expect(body.smeventSeconds).toBeGreaterThan(3 * 3_600 - 60);
    expect(body.smeventSeconds).toBeLessThanOrEqual(3 * 3_600);
    scene.clock.move(3 * HOUR);
    expect((await ask({ identity: identity() })).body.smevent).toBeNull();
  });

  it('a cookie gets the event and never a contact id', async () => {
    const smclient = await scene.customer(ada());
    await change(1);
    const { body } = await ask({ smclient });
    expect(body).toEqual({
      smevent: scene.carts(ada())[0]?.eventId,
      smeventSeconds: expect.any(Number),
    });
  });

  it('a cookie of a contact from elsewhere gets its event, too', async () => {
    const smclient = await scene.foreignContact(ada());
    await scene.cart({ smclient, products: { '10': 1 } });
    expect((await ask({ smclient })).body.smevent).toBe(scene.carts(ada())[0]?.eventId);
  });

  it('after the purchase no event is open', async () => {
    await scene.customer(ada());
    await change(1);
    scene.clock.move(60_000);
    await scene.order({ email: ada() });
    expect((await ask({ identity: scene.token(ada()) })).body.smevent).toBeNull();
  });

  it.each([
    ['a cookie of nobody', () => ({ smclient: STRANGER })],
    ['a forged token', () => ({ identity: scene.token(ada(), { secret: 'guessed' }) })],
    ['a shopper whom the hub has not sent', () => ({ identity: scene.token(ada()) })],
  ])('%s gets 204 and nothing', async (_, who) => {
    const { status, body } = await ask(who());
    expect([status, body]).toEqual([204, undefined]);
    // Rounds of the hub may ask for something else meanwhile.
    const aboutThem = scene.sandbox
      .requests({ limit: 1_000 })
      .filter((request) => [ada(), STRANGER].some((name) => request.body.includes(name)));
    expect(aboutThem).toEqual([]);
  });

  it.each([
    ['{}', 422],
    ['{"v":1}', 422],
    ['', 400],
  ])('refuses %j with %d', async (body, status) =>
    expect((await scene.post('visitor', body)).status).toBe(status),
  );
});
