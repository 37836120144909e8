import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { inboundRefusal } from '@storewire/core';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

jest.setTimeout(120_000);

const SECRET = 'a-callback-secret-of-the-shop';
const email = 'ada@customer.example';

describe('the way back to a shop that only sends inbound events', () => {
  let scene: DoorScene;
  let shop: Server;
  const came: { type: string; email?: string; isGenuine: boolean }[] = [];
  const opened: (DoorStore & { callbackUrls: { optIn: string; optOut: string } })[] = [];

  beforeAll(async () => {
    shop = createServer((request, response) => {
      void text(request).then((body) => {
        const delivery = { headers: request.headers, rawBody: Buffer.from(body) };
        const isGenuine = inboundRefusal(delivery, [SECRET], Date.now()) === undefined;
        came.push({ ...JSON.parse(body), isGenuine });
        response.writeHead(isGenuine ? 204 : 401).end();
      });
    });
    await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done));
    scene = await DoorScene.open();
  });
  afterAll(async () => {
    await scene.close();
    shop.closeAllConnections();
    await new Promise((done) => shop.close(done));
  });

  const open = async (callbackSecret?: string) => {
    scene.sandbox.reset();
    came.length = 0;
    const { port } = shop.address() as AddressInfo;
    const connection = callbackSecret
      ? { callbackUrl: `http://127.0.0.1:${port}/consent`, callbackSecret }
      : {};
    const store = (await scene.store({ connection })) as (typeof opened)[number];
    await scene.comes(store, 'contact.newsletter_subscribed', {
      contact: { email, externalId: '903' },
    });
    return store;
  };
  const optOut = async (store: (typeof opened)[number]) => {
    await scene.sandbox.unsubscribe(email);
    const [path = '', query = ''] = store.callbackUrls.optOut.split('?');
    const secret = /\$email\$(\w+)\)/.exec(query)?.[1] ?? '';
    const key = createHash('sha1')
      .update(email + secret)
      .digest('hex');
    await fetch(`${path}?email=${encodeURIComponent(email)}&key=${key}`);
    await scene.settled(store);
  };

  it('is a signed call when SALESmanago says that a person opted out', async () => {
    const store = await open(SECRET);
    await optOut(store);
    expect(came.filter(({ type }) => type !== 'ping')).toEqual([
      {
        id: expect.any(String),
        type: 'contact.opted_out',
        email,
        externalId: '903',
        channel: 'email',
        at: expect.stringMatching(/Z$/),
        reason: 'salesmanago',
        isGenuine: true,
      },
    ]);
    // Told again, the shop already has it.
    await optOut(store);
    expect(came.filter(({ type }) => type !== 'ping')).toHaveLength(1);
  });

  it('pings the address in a check, and shows a wrong secret', async () => {
    const store = await open('another-secret-altogether');
    const { body } = await scene.hub.api('POST', `${store.path}/check`);
    expect(body).toMatchObject({ ok: false, code: 'STORE_UNAUTHORIZED' });
    expect((await scene.hub.api('GET', store.path)).body.connection).toEqual({
      callbackUrl: expect.stringContaining('/consent'),
      hasCallbackSecret: true,
    });
  });

  it('is silence without an address', async () => {
    const store = await open();
    await optOut(store);
    expect(came).toEqual([]);
    const { body } = await scene.hub.api('GET', `${store.path}/ledger`);
    expect(body.dead).toBe(0);
  });

  it('is a file of who changed since a day', async () => {
    const store = await open();
    await optOut(store);
    const csv = async (since: string) =>
      (await scene.hub.api('GET', `${store.path}/consent-changes.csv?since=${since}`)).body;
    expect(await csv('2026-01-01')).toMatch(
      /^email,channel,state,at\r\nada@customer\.example,email,out,\d{4}-[^,]+Z\r\n$/,
    );
    expect(await csv('2999-01-01')).toBe('email,channel,state,at\r\n');
    const wrong = await scene.hub.api('GET', `${store.path}/consent-changes.csv?since=2026-02-31`);
    expect(wrong.status).toBe(400);
  });

  it('needs a secret with the address', async () => {
    const { port } = shop.address() as AddressInfo;
    const refused = scene.store({ connection: { callbackUrl: `http://127.0.0.1:${port}/` } });
    await expect(refused).rejects.toThrow(/callbackSecret: 16 to 200/);
  });
});
