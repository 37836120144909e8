import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signIdentityToken } from '@storewire/tracker';
import { STOREFRONT, TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
/** Each test comes from an address of its own, so that the flood of one is not the silence of the next. */
const PROXY = { STOREWIRE_TRUST_PROXY: '127.0.0.1' };

describe('attacks on the doors of the tracker', () => {
  let scene: TrackerScene;
  let count = 0;

  beforeAll(async () => {
    scene = await TrackerScene.open({ env: PROXY });
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    count += 1;
  });

  const victim = () => `victim.${count}@customer.example`;
  /** Another shop that feeds the same account. */
  const otherStore = async () => {
    const { body } = await scene.hub.api('POST', `/api/v1/tenants/${scene.tenantId}/stores`, {
      name: 'Other',
      platform: 'corner',
      accountId: scene.accountId,
      connection: { url: `https://other${count}.corner.example` },
    });
    return body;
  };
  const from = (address = `198.51.100.${count}`) => ({ 'x-forwarded-for': address });
  const ledger = () => scene.get(`${scene.path}/ledger`);
  const post = async (body: unknown, origin: string | null = STOREFRONT) => {
    const answer = await scene.post('cart', body, { origin, headers: from() });
    await scene.settled();
    return answer;
  };
  const lastRule = async () => (await scene.get(`${scene.path}/messages?limit=1`)).items[0].rule;

  describe('a forged address', () => {
    it('does nothing: no cart, no contact, no event', async () => {
      const before = scene.sandbox.stats().contacts;
      const beacon = scene.beacon({ email: victim(), products: { '10': 1 } });
      expect((await post(beacon)).status).toBe(204);
      expect(await lastRule()).toBe('unknownVisitor');
      expect(scene.sandbox.stats().contacts).toBe(before);
    });

    it('does nothing for a customer of the store either, while S32 is off', async () => {
      await scene.customer(victim());
      await post(scene.beacon({ email: victim(), products: { '10': 1 } }));
      expect(await lastRule()).toBe('unknownVisitor');
      expect(scene.carts(victim())).toEqual([]);
    });

    describe('with S32', () => {
      beforeAll(() => scene.set({ claimedCarts: true, cartWindow: 'always-new' }));
      afterAll(() => scene.set({ claimedCarts: null, cartWindow: null }));

      it('is nobody where the store has not told of the person, even if SALESmanago has', async () => {
        await scene.foreignContact(victim());
        await post(scene.beacon({ email: victim(), products: { '10': 1 } }));
        expect(await lastRule()).toBe('unknownVisitor');
        expect(scene.carts(victim())).toEqual([]);
      });

      it('is nobody where only another store of the account has told of the person', async () => {
        const { webhookUrl } = await otherStore();
        const person = { kind: 'contact', id: '1', email: victim(), name: 'Eve' };
        await scene.webhook(person, webhookUrl);
        await scene.until('the contact is there', () => scene.contactId(victim()) !== '');
        await post(scene.beacon({ email: victim(), products: { '10': 1 } }));
        expect(await lastRule()).toBe('unknownVisitor');
        expect(scene.carts(victim())).toEqual([]);
      });

      it('opens three carts a day and no more, whatever the address is spelled like', async () => {
        await scene.customer(victim());
        for (let i = 1; i <= 5; i += 1) {
          const email = i % 2 ? victim() : victim().toUpperCase();
          await post(scene.beacon({ email, products: { '10': i } }));
          scene.clock.move(1_000);
        }
        expect(scene.carts(victim()).map(({ value }) => value)).toEqual([30, 20, 10]);
        expect(await lastRule()).toBe('tooManyClaimedCarts');
        scene.clock.move(24 * HOUR);
        await post(scene.beacon({ email: victim(), products: { '10': 6 } }));
        expect(scene.carts(victim())).toHaveLength(4);
      });

      it('opens three even when all come at once', async () => {
        await scene.customer(victim());
        const posts = Array.from({ length: 12 }, (_, i) =>
          scene.post('cart', scene.beacon({ email: victim(), products: { '10': i + 1 } }), {
            headers: from(),
          }),
        );
        expect((await Promise.all(posts)).map(({ status }) => status)).toEqual(Array(12).fill(204));
        await scene.settled();
        expect(scene.carts(victim()).length).toBeGreaterThan(0);
        expect(scene.carts(victim()).length).toBeLessThanOrEqual(3);
      });

      it('neither changes nor empties the cart of a shopper who is logged in', async () => {
        await scene.set({ cartWindow: '12h' });
        await scene.customer(victim());
        await post(scene.beacon({ identity: scene.token(victim()), products: { '10': 1 } }));
        for (const products of [{ '10': 9 }, {}] as Record<string, number>[]) {
          scene.clock.move(60_000);
          await post(scene.beacon({ email: victim(), products }));
          expect(await lastRule()).toBe('claimedCart');
        }
        expect(scene.carts(victim())).toMatchObject([{ value: 10, updates: 0 }]);
        await scene.set({ cartWindow: 'always-new' });
      });
    });
  });

  describe('a forged identity', () => {
    const cart = (identity: string) => post(scene.beacon({ identity, products: { '10': 1 } }));

    it.each([
      ['signed with another secret', () => scene.token(victim(), { secret: 'guessed' })],
      ['expired', () => scene.token(victim(), { inSeconds: -1 })],
      ['good for more than a day', () => scene.token(victim(), { inSeconds: 86_500 })],
      [
        'with another address under the signature',
        () => {
          const [v, expiry, id, , signature] = scene.token(victim()).split('.');
          const other = Buffer.from('other@customer.example').toString('base64url');
          return [v, expiry, id, other, signature].join('.');
        },
      ],
      ['of no form at all', () => 'eyJhbGciOiJub25lIn0.e30.'],
    ])('%s proves nobody', async (_, token) => {
      await scene.customer(victim());
      expect((await cart(token())).status).toBe(204);
      expect(await lastRule()).toBe('unknownVisitor');
      expect(scene.carts(victim())).toEqual([]);
    });

    it('a replayed token is worth nothing once it has expired', async () => {
      await scene.customer(victim());
      const token = scene.token(victim());
      await cart(token);
      expect(scene.carts(victim())).toHaveLength(1);
      scene.clock.move(2 * HOUR);
      await post(scene.beacon({ identity: token, products: { '10': 5 } }));
      expect(await lastRule()).toBe('unknownVisitor');
      expect(scene.carts(victim())).toMatchObject([{ value: 10, updates: 0 }]);
    });

    it('a token of another store is worth nothing here', async () => {
      await scene.customer(victim());
      const store = await otherStore();
      const path = `/api/v1/tenants/${scene.tenantId}/stores/${store.id}/tracker-secrets`;
      const { body } = await scene.hub.api('POST', path);
      await cart(scene.token(victim(), { secret: body.secret }));
      expect(await lastRule()).toBe('unknownVisitor');
    });

    it('a token of a secret that was deleted is worth nothing; two are valid during a change', async () => {
      const path = `${scene.path}/tracker-secrets`;
      await scene.customer(victim());
      const [{ id: oldId }] = (await scene.get(path)).items;
      const { status, body: made } = await scene.hub.api('POST', path);
      expect([status, made]).toEqual([
        201,
        { id: expect.any(String), createdAt: expect.any(String), secret: expect.any(String) },
      ]);
      expect((await scene.hub.api('POST', path)).body.code).toBe('TWO_SECRETS_VALID');
      expect(JSON.stringify(await scene.get(path))).not.toContain(made.secret);
      const signed = (secret: string, quantity: number) =>
        post(
          scene.beacon({
            identity: scene.token(victim(), { secret }),
            products: { '10': quantity },
          }),
        );
      await signed(scene.secret, 1);
      await signed(made.secret, 2);
      expect(scene.carts(victim())).toMatchObject([{ value: 20, updates: 1 }]);
      expect((await scene.hub.api('DELETE', `${path}/${made.id}`)).status).toBe(204);
      await signed(made.secret, 3);
      expect(await lastRule()).toBe('unknownVisitor');
      expect((await scene.get(path)).items.map(({ id }: { id: string }) => id)).toEqual([oldId]);
    });

    it('a token that the store signed for something else than an address proves nobody', async () => {
      const expiresAt = scene.seconds + 60;
      await cart(signIdentityToken({ customerId: '1', email: 'nobody', expiresAt }, scene.secret));
      expect(await lastRule()).toBe('unknownVisitor');
    });
  });

  describe('a forged cart', () => {
    const line = { productId: '10', quantity: 1 };
    it.each<[string, object | string, number]>([
      ['no JSON', 'cart=1', 400],
      ['nothing', '', 400],
      ['a list', '[]', 422],
      ['a negative quantity', { lines: [{ ...line, quantity: -1 }] }, 422],
      ['a million and one pieces', { lines: [{ ...line, quantity: 1_000_001 }] }, 422],
      ['a price that is no number', { lines: [{ ...line, unitPrice: '1e9' }] }, 422],
      ['a line of nothing', { lines: [{ quantity: 1 }] }, 422],
      ['201 lines', { lines: Array(201).fill(line) }, 422],
      ['a control character', { lines: [{ productId: '1\u0000', quantity: 1 }] }, 422],
      ['a field of its own', { orderId: '5501' }, 422],
    ])('with %s is refused, and no word of it comes back', async (_, words, status) => {
      const before = await ledger();
      const body = typeof words === 'string' ? words : scene.beacon(words);
      const answer = await post(body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await ledger()).toEqual(before);
    });

    it.each(['order', 'contact', 'consent', 'tags', 'keyInformation'])(
      'cannot bring a %s along',
      async (name) => {
        const beacon = { ...scene.beacon({ products: { '10': 1 } }), [name]: { a: 1 } };
        expect((await post(beacon)).status).toBe(422);
      },
    );

    it('over 16 KiB is refused, up to it taken in', async () => {
      const beacon = () => JSON.stringify(scene.beacon({ products: { '10': 1 } }));
      expect((await post(beacon().padEnd(16_384))).status).toBe(204);
      expect((await post(beacon().padEnd(16_385))).status).toBe(413);
      // Without a length in front of it, too.
      const body = new Blob([beacon().padEnd(20_000)]).stream();
      const { pathname } = new URL(scene.urls.trackerUrl);
      const streamed = await fetch(`${scene.hub.url}${pathname}/cart`, {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { origin: STOREFRONT, ...from() },
      } as RequestInit);
      expect(streamed.status).toBe(413);
    });

    it('sent twice is one message', async () => {
      await scene.customer(victim());
      const beacon = scene.beacon({ identity: scene.token(victim()), products: { '10': 1 } });
      const { accepted } = await ledger();
      expect([(await post(beacon)).status, (await post(beacon)).status]).toEqual([204, 204]);
      expect((await ledger()).accepted).toBe(accepted + 1);
      expect(scene.carts(victim())).toHaveLength(1);
    });
  });

  it.each([
    ['of another site', 'https://evil.example'],
    ['that looks like it', 'https://www.corner.example.evil.example'],
    ['over plain http', 'http://www.corner.example'],
    ['of another port', 'https://www.corner.example:8443'],
    ['of a sandboxed frame', 'null'],
    ['of no browser', null],
  ])('a page %s is refused at both doors, and nothing is kept', async (_, origin) => {
    await scene.customer(victim());
    const before = await ledger();
    const identity = scene.token(victim());
    const headers = from();
    const beacon = scene.beacon({ identity, products: { '10': 1 } });
    const cart = await scene.post('cart', beacon, { origin, headers });
    const visitor = await scene.post('visitor', { v: 1, identity }, { origin, headers });
    expect([cart.status, cart.body.code]).toEqual([403, 'FOREIGN_ORIGIN']);
    expect([visitor.status, visitor.headers.get('access-control-allow-origin')]).toEqual([
      403,
      null,
    ]);
    expect(await ledger()).toEqual(before);
  });

  it('an address of no store is unknown', async () => {
    for (const token of ['none', 'x'.repeat(32)]) {
      const { status } = await scene.hub.api('POST', `/t/${token}/cart`, '{}', null, from());
      expect(status).toBe(404);
    }
  });

  it('a flood from one address is turned away with 429, and others are served', async () => {
    const before = await ledger();
    const startedAt = performance.now();
    const flood = await Promise.all(
      Array.from({ length: 400 }, () =>
        scene.post('cart', scene.beacon({ products: { '10': 1 } }), { headers: from() }),
      ),
    );
    const refused = flood.filter(({ status }) => status === 429);
    const taken = flood.filter(({ status }) => status === 204);
    expect(refused.length + taken.length).toBe(400);
    // The burst, and what two a second add while it lasts.
    const seconds = (performance.now() - startedAt) / 1000;
    expect(taken.length).toBeLessThanOrEqual(121 + 2 * seconds);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused[0]?.body.code).toBe('TOO_MANY_REQUESTS');
    const other = await scene.post('cart', scene.beacon({ products: { '10': 1 } }), {
      headers: from('203.0.113.250'),
    });
    expect(other.status).toBe(204);
    await scene.settled();
    expect((await ledger()).accepted).toBe(before.accepted + taken.length + 1);
  });

  it('a flood of forged cookies costs SALESmanago a few calls', async () => {
    const before = scene.calls('contact/basicById');
    const posts = Array.from({ length: 100 }, () =>
      scene.post('cart', scene.beacon({ smclient: randomUUID(), products: { '10': 1 } }), {
        headers: from(),
      }),
    );
    await Promise.all(posts);
    await scene.settled();
    expect(scene.calls('contact/basicById') - before).toBeLessThan(30);
  });

  it('no secret, token or address of a shopper gets into a log', async () => {
    const logs = scene.hub.logs.join('\n');
    expect(logs).not.toContain(scene.secret);
    expect(logs).not.toMatch(/victim\.\d+@/i);
    expect(logs).not.toMatch(/v1\.\d{10}\./);
  });
});
