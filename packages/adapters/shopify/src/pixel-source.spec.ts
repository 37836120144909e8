import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { PIXEL_SOURCE } from './pixel-source.js';

const SMCLIENT = '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const CHECKOUT = {
  token: '9fe',
  currencyCode: 'PLN',
  email: 'ola@customer.example',
  subtotalPrice: { amount: 98, currencyCode: 'PLN' },
  lineItems: [
    {
      title: 'Mug',
      quantity: 2,
      variant: {
        id: '12',
        sku: 'MUG-1',
        price: { amount: 49 },
        product: { id: '11', title: 'Mug' },
      },
    },
  ],
};

type Handler = (event: unknown) => Promise<void>;
interface Sandbox {
  cart?: unknown;
  smclient?: string | null;
  fetch?: (url: string, init: { body: string }) => Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a browser that a test makes up.
  browser?: any;
}

/** Runs the pixel as Shopify does, without a page. */
function run({ cart, smclient = SMCLIENT, fetch, browser }: Sandbox = {}) {
  const handlers = new Map<string, Handler>();
  const posted: { url: string; beacon: Record<string, unknown>; init: Record<string, unknown> }[] =
    [];
  const kept: [string, string][] = [];
  const register = (work: (api: object) => void) =>
    work({
      analytics: { subscribe: (name: string, handler: Handler) => handlers.set(name, handler) },
      browser: browser ?? {
        cookie: { get: async () => smclient },
        localStorage: { setItem: async (key: string, value: string) => kept.push([key, value]) },
      },
      init: { data: { cart } },
      settings: { trackerUrl: 'https://hub.example/t/a-token' },
    });
  const defaultFetch = async (url: string, init: { body: string }) => {
    posted.push({ url, init: { ...init }, beacon: JSON.parse(init.body) });
  };
  runInNewContext(PIXEL_SOURCE.replace(/^import .*;$/m, ''), {
    register,
    crypto: globalThis.crypto,
    fetch: fetch ?? defaultFetch,
  });
  const fire = async (name: string, checkout: unknown = CHECKOUT) =>
    handlers.get(name)?.({ name, data: { checkout } });
  return { fire, posted, kept, names: [...handlers.keys()] };
}

describe('the web pixel', () => {
  it('listens to the beginning and the end of a checkout, and to nothing else', () => {
    expect(run().names).toEqual(['checkout_started', 'checkout_completed']);
  });

  it('tells the cart of a checkout in the form of the beacon, and nothing about the person', async () => {
    const pixel = run({ cart: { id: 'gid://shopify/Cart/c1-ab?key=secret' } });
    await pixel.fire('checkout_started');
    expect(pixel.posted).toEqual([
      {
        url: 'https://hub.example/t/a-token/cart',
        init: expect.objectContaining({ method: 'POST', credentials: 'omit', keepalive: true }),
        beacon: {
          v: 1,
          id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
          platform: 'shopify',
          at: expect.any(Number),
          cart: {
            token: 'c1-ab',
            lines: [
              {
                productId: '11',
                variantId: '12',
                sku: 'MUG-1',
                name: 'Mug',
                quantity: 2,
                unitPrice: '49',
              },
            ],
            total: '98',
            currency: 'PLN',
          },
          smclient: SMCLIENT,
        },
      },
    ]);
  });

  it('takes the token of the checkout where there is no cart', async () => {
    const pixel = run();
    await pixel.fire('checkout_started');
    expect(pixel.posted[0]?.beacon.cart).toMatchObject({ token: '9fe' });
  });

  it.each([null, '', 'ola@customer.example'])(
    'is silent about a shopper known as %j',
    async (smclient) => {
      const pixel = run({ smclient });
      await pixel.fire('checkout_started');
      expect(pixel.posted).toEqual([]);
    },
  );

  it('forgets the cart that became an order', async () => {
    const pixel = run();
    await pixel.fire('checkout_completed');
    expect(pixel.kept).toEqual([['storewire', '{}']]);
  });

  it.each([
    ['nothing', undefined],
    ['no lines', {}],
    ['lines of nothing', { token: '1', lineItems: [{}, { quantity: 1, variant: null }] }],
    ['null', null],
  ])('sends nothing of a checkout with %s, and fails nowhere', async (_, checkout) => {
    const pixel = run();
    await expect(pixel.fire('checkout_started', checkout ?? null)).resolves.toBeUndefined();
    expect(pixel.posted).toEqual([]);
  });

  it('keeps every failure to itself', async () => {
    const fails = async () => {
      throw new Error('blocked');
    };
    const browser = { cookie: { get: fails }, localStorage: { setItem: fails } };
    for (const pixel of [run({ fetch: fails }), run({ browser }), run({ browser: {} })]) {
      const work = [pixel.fire('checkout_started'), pixel.fire('checkout_completed')];
      expect((await Promise.allSettled(work)).map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
      ]);
    }
  });
});
