import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { verifyIdentityToken } from '@storewire/tracker';
import { SIGNED_SHOP, secretOf, signingShop } from '../testing/signing-shop.js';
import { STOREFRONT, TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const PROXY = { STOREWIRE_TRUST_PROXY: '127.0.0.1' };

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const OWN_SECRET = secretOf({ url: STOREFRONT });

describe('D15: a shopper whom the platform signs', () => {
  let scene: TrackerScene;
  let count = 0;

  beforeAll(async () => {
    scene = await TrackerScene.open({ adapter: signingShop, env: PROXY });
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    count += 1;
  });

  /** Each test has a person of its own, and an address that it comes from. */
  const email = () => `ola.${count}@customer.example`;
  const hexId = () => count.toString(16).padStart(32, '0');
  const number = () => String(7_000 + count);
  const headers = () => ({ 'x-forwarded-for': `198.51.100.${count}` });
  /** The shop tells of the person, with this id. @returns the contact's id. */
  const customer = async (id: string) => {
    await scene.webhook({ kind: 'contact', id, email: email(), name: 'Ola Nowak' });
    return scene.contactId(email());
  };

  interface Words {
    claims?: object;
    secret?: string;
    alg?: string;
    hash?: string;
  }
  const jwt = ({
    claims = {},
    secret = OWN_SECRET,
    alg = 'HS256',
    hash = 'sha256',
  }: Words = {}) => {
    const now = scene.seconds;
    const all = { iss: 'dgrH7nLU', nbf: now, exp: now + 600, customerId: hexId(), ...claims };
    const content = `${encoded({ typ: 'JWT', alg })}.${encoded(all)}`;
    const signature = createHmac(hash, secret).update(content).digest('base64url');
    return `${content}.${alg === 'none' ? '' : signature}`;
  };
  const cart = async (identity: string) => {
    const beacon = scene.beacon({ identity, products: { '10': 1 } });
    const { status } = await scene.post('cart', beacon, { headers: headers() });
    expect(status).toBe(204);
    await scene.settled();
  };
  const visitor = (identity: string) =>
    scene.post('visitor', { v: 1, identity }, { headers: headers() });
  const lastRule = async () => (await scene.get(`${scene.path}/messages?limit=1`)).items[0].rule;

  describe('with a token of its own', () => {
    it('is proven by the id, whose address the hub knows', async () => {
      const contactId = await customer(hexId());
      expect((await visitor(jwt())).body).toMatchObject({ smclient: contactId });
      await cart(jwt());
      expect(scene.carts(email())).toMatchObject([{ value: 10 }]);
    });

    it('is nobody as long as the hub does not know the customer', async () => {
      expect((await visitor(jwt())).status).toBe(204);
      await cart(jwt());
      expect(await lastRule()).toBe('unknownVisitor');
      await customer(hexId());
      await cart(jwt());
      expect(scene.carts(email())).toMatchObject([{ value: 10 }]);
    });

    it('whose cart came before the shop told of the customer: it is sent once it has', async () => {
      await cart(jwt());
      expect(await lastRule()).toBe('unknownVisitor');
      await customer(String(7_000_000 + count));
      expect(scene.carts(email())).toEqual([]);
      await customer(hexId());
      await scene.until('the cart was sent', () => scene.carts(email()).length > 0);
      expect(scene.carts(email())).toMatchObject([{ value: 10 }]);
      expect(scene.sandbox.operations(email()).map(({ what }) => what)).toEqual(
        expect.arrayContaining(['created', 'event']),
      );
    });

    it('can still be signed by the store in our form', async () => {
      const contactId = await customer(hexId());
      expect((await visitor(scene.token(email()))).body).toMatchObject({ smclient: contactId });
    });

    it.each<[string, () => string]>([
      ['without an algorithm', () => jwt({ alg: 'none' })],
      ['of another algorithm', () => jwt({ alg: 'HS512', hash: 'sha512' })],
      ['signed for another app', () => jwt({ secret: secretOf({ url: 'https://x.example' }) })],
      ['signed with nothing', () => jwt({ secret: '' })],
      ['signed with the tracker secret of the store', () => jwt({ secret: scene.secret })],
      ['that has expired', () => jwt({ claims: { exp: scene.seconds - 61 } })],
      ['of tomorrow', () => jwt({ claims: { nbf: scene.seconds + 86_400 } })],
      ['without an end', () => jwt({ claims: { exp: undefined } })],
      ['of nobody', () => jwt({ claims: { customerId: null } })],
      ['that names an address in place of an id', () => jwt({ claims: { customerId: email() } })],
      [
        'with a claim under a signature that was for another',
        () => {
          const [head, , signature] = jwt({ claims: { customerId: 'f'.repeat(32) } }).split('.');
          return `${head}.${encoded({ exp: scene.seconds + 600, customerId: hexId() })}.${signature}`;
        },
      ],
      [
        'in our form, signed with what the app agreed on',
        () => scene.token(email(), { secret: OWN_SECRET }),
      ],
    ])('%s is nobody', async (_, token) => {
      await customer(hexId());
      await cart(token());
      expect(await lastRule()).toBe('unknownVisitor');
      expect(scene.carts(email())).toEqual([]);
      expect((await visitor(token())).status).toBe(204);
    });

    it('is nobody in another store, and again once the token is old', async () => {
      await customer(hexId());
      const token = jwt();
      const { body: other } = await scene.hub.api(
        'POST',
        `/api/v1/tenants/${scene.tenantId}/stores`,
        {
          name: 'Other',
          platform: 'corner',
          accountId: scene.accountId,
          connection: { url: 'https://other.corner.example' },
        },
      );
      const path = `${new URL(other.trackerUrl).pathname}/visitor`;
      const body = JSON.stringify({ v: 1, identity: token });
      const origin = { origin: 'https://other.corner.example', ...headers() };
      expect((await scene.hub.api('POST', path, body, null, origin)).status).toBe(204);
      expect((await visitor(token)).status).toBe(200);
      scene.clock.move(12 * MINUTE);
      expect((await visitor(token)).status).toBe(204);
    });
  });

  describe('with a request that the shop forwards', () => {
    const given = () => ({
      shop: SIGNED_SHOP,
      logged_in_customer_id: number(),
      path_prefix: '/apps/storewire',
      timestamp: String(scene.seconds),
    });
    const signed = (fields: Record<string, string>, secret = OWN_SECRET) => {
      const plain = Object.entries(fields)
        .map(([key, value]) => `${key}=${value}`)
        .sort()
        .join('');
      const signature = createHmac('sha256', secret).update(plain).digest('hex');
      return String(new URLSearchParams({ ...fields, signature }));
    };
    const ask = async (query: string, trackerUrl = scene.urls.trackerUrl) => {
      const { pathname } = new URL(trackerUrl);
      const response = await fetch(`${scene.hub.url}${pathname}/identity?${query}`, {
        headers: headers(),
      });
      return {
        status: response.status,
        text: await response.text(),
        headers: response.headers,
      };
    };

    it('gets a token of ours that proves the shopper for ten minutes, and that nothing keeps', async () => {
      const contactId = await customer(number());
      const answer = await ask(signed(given()));
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect((await visitor(answer.text)).body).toMatchObject({ smclient: contactId });
      await cart(answer.text);
      expect(scene.carts(email())).toMatchObject([{ value: 10 }]);
      scene.clock.move(11 * MINUTE);
      expect((await visitor(answer.text)).status).toBe(204);
    });

    it('gets nothing where nobody is logged in, or the hub does not know the customer', async () => {
      for (const id of ['', number()]) {
        const { status, text } = await ask(signed({ ...given(), logged_in_customer_id: id }));
        expect([status, text]).toEqual([204, '']);
      }
    });

    it.each<[string, () => string]>([
      ['signed with another secret', () => signed(given(), 'guessed')],
      ['signed with nothing', () => signed(given(), '')],
      ['of another customer', () => signed(given()).replace(number(), '1')],
      ['with an appended parameter', () => `${signed(given())}&a=1`],
      ['with an appended parameter that is signed', () => signed({ ...given(), a: '1' })],
      ['with a second customer', () => `${signed(given())}&logged_in_customer_id=1`],
      ['with a second customer in front', () => `logged_in_customer_id=1&${signed(given())}`],
      [
        'without a time',
        () => {
          const { timestamp: _, ...timeless } = given();
          return signed(timeless);
        },
      ],
      ['of two minutes ago', () => signed({ ...given(), timestamp: String(scene.seconds - 120) })],
      ['of another shop', () => signed({ ...given(), shop: 'other.myshopify.com' })],
      ['without a signature', () => String(new URLSearchParams(given()))],
      ['with nothing', () => ''],
    ])('is refused %s', async (_, query) => {
      await customer(number());
      const { status, text, headers: sent } = await ask(query());
      expect([status, JSON.parse(text).code]).toEqual([401, 'NOT_SIGNED']);
      expect(sent.get('cache-control')).toBe('no-store');
      expect(text).not.toContain(number());
    });

    it('is refused at the door of another store', async () => {
      await customer(number());
      const { body: other } = await scene.hub.api(
        'POST',
        `/api/v1/tenants/${scene.tenantId}/stores`,
        {
          name: 'Third',
          platform: 'corner',
          accountId: scene.accountId,
          connection: { url: 'https://third.corner.example' },
        },
      );
      expect((await ask(signed(given()), other.trackerUrl)).status).toBe(401);
      expect(
        (await ask(signed(given()), 'https://hub.example/t/no-such-store-at-all')).status,
      ).toBe(404);
    });

    it('makes the secret of a store that has none, and only then', async () => {
      const path = `${scene.path}/tracker-secrets`;
      for (const { id } of (await scene.get(path)).items) {
        await scene.hub.api('DELETE', `${path}/${id}`);
      }
      await customer(number());
      const answers = await Promise.all([ask(signed(given())), ask(signed(given()))]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await scene.get(path)).items).toHaveLength(1);
      expect((await ask(signed(given()))).status).toBe(200);
      expect((await scene.get(path)).items).toHaveLength(1);
      expect(verifyIdentityToken(answers[0]?.text ?? '', { secrets: ['x'], now: 0 })).toEqual({
        refused: 'badSignature',
      });
    });

    it('is turned away with 429 for a flood that the shop did not sign, and served for one that it did', async () => {
      await customer(number());
      // In one moment: with each that passes more is allowed.
      const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
      const flood = await Promise.all(Array.from({ length: 200 }, () => ask('shop=1'))).finally(
        () => clock.mockRestore(),
      );
      const refused = flood.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(flood.filter(({ status }) => status === 401).length).toBeLessThan(200);
      const genuine = await Promise.all(Array.from({ length: 200 }, () => ask(signed(given()))));
      expect(genuine.map(({ status }) => status)).toEqual(Array(200).fill(200));
    });
  });

  it('is asked for at the path of the platform, until the store names another', async () => {
    const script = async () => {
      const response = await fetch(
        `${scene.hub.url}${new URL(scene.urls.trackerUrl).pathname}/s.js`,
      );
      return response.text();
    };
    expect(await script()).toContain('"identityPath":"/apps/storewire/identity"');
    await scene.set({ trackerIdentityPath: '/own/identity' });
    expect(await script()).toContain('"identityPath":"/own/identity"');
  });

  it('leaves neither token nor address in a log, and is counted', async () => {
    const logs = scene.hub.logs.join('\n');
    expect(logs).not.toMatch(/ola\.\d+@/i);
    expect(logs).not.toMatch(/v1\.\d{10}\.|eyJ/);
    expect(logs).not.toContain('secret of');
    const metrics = await (await fetch(`${scene.hub.url}/metrics`)).text();
    for (const outcome of [
      'proven',
      'unknown',
      'token.badSignature',
      'token.malformed',
      'tooMany',
    ]) {
      expect(metrics).toMatch(new RegExp(`door="identity",outcome="${outcome}"`));
    }
    expect(metrics).toMatch(/door="cart",outcome="token\.badAlgorithm"/);
  });
});

describe('a platform that signs nothing', () => {
  let scene: TrackerScene;
  beforeAll(async () => {
    scene = await TrackerScene.open();
  });
  afterAll(() => scene?.close());

  it('has no such door', async () => {
    const { pathname } = new URL(scene.urls.trackerUrl);
    const { status, body } = await scene.hub.api(
      'GET',
      `${pathname}/identity?shop=1`,
      undefined,
      null,
    );
    expect([status, body.code]).toEqual([404, 'NOTHING_FORWARDED']);
  });
});
