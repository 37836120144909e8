import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runToEnd } from './support/hub-process.js';
import { refuseWrites } from './support/refusing-database.js';
import { Scene, SHOPIFY, type ShopifyScene } from './support/scene.js';
import { orderDocument, person } from './support/shopify-documents.js';
import { post, shopifyWebhook } from './support/signed.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(240_000);

const MEBIBYTE = 1_048_576;
const SIGNER = { secret: SHOPIFY.clientSecret, shopDomain: SHOPIFY.shopDomain };

let scene: Scene;
let store: ShopifyScene;

beforeAll(async () => {
  scene = await Scene.open();
  store = await scene.shopify(await scene.account());
});

afterAll(() => scene?.close());

const paid = (id: number, n = id % 1000) => orderDocument({ id, buyer: person(n), status: 'paid' });

const signed = (body: object | string, topic = 'orders/paid') =>
  shopifyWebhook(SIGNER, { topic, deliveryId: randomUUID(), body });

const purchasesOf = (id: number) =>
  scene.sandbox.events({ type: 'PURCHASE', externalId: String(id) }).total;

describe('a webhook that is not what it should be', () => {
  it('with a signature that does not fit answers 401 and is not taken in', async () => {
    const before = await store.ledger();
    const right = signed(paid(8_000_001));
    const wrong = [
      { ...right, body: right.body.replace('119.00', '1.00') },
      { ...right, headers: { ...right.headers, 'x-shopify-hmac-sha256': 'AAAA' } },
      { ...right, headers: { 'content-type': 'application/json' } },
      shopifyWebhook(
        { ...SIGNER, secret: 'INVENTED_other_secret' },
        { topic: 'orders/paid', deliveryId: randomUUID(), body: paid(8_000_001) },
      ),
      shopifyWebhook(
        { ...SIGNER, shopDomain: 'another.myshopify.com' },
        { topic: 'orders/paid', deliveryId: randomUUID(), body: paid(8_000_001) },
      ),
    ];
    for (const webhook of wrong) expect(await post(store.webhookUrl, webhook)).toBe(401);
    expect(await store.ledger()).toEqual(before);
  });

  it('to the address of no store answers 404', async () => {
    const { origin } = new URL(store.webhookUrl);
    for (const token of ['none', 'x'.repeat(32), encodeURIComponent('../etc')]) {
      expect(await post(`${origin}/hooks/${token}`, signed(paid(8_000_001)))).toBe(404);
    }
  });

  it('of another type than the platform sends answers 415', async () => {
    const { headers, body } = signed(paid(8_000_001));
    const webhook = { headers: { ...headers, 'content-type': 'text/xml' }, body };
    expect(await post(store.webhookUrl, webhook)).toBe(415);
  });

  it('over one mebibyte answers 413, up to it 200', async () => {
    const document = { ...paid(8_000_002), note: '' };
    const room = MEBIBYTE - JSON.stringify(document).length;
    const fits = signed({ ...document, note: 'n'.repeat(room) });
    expect(fits.body).toHaveLength(MEBIBYTE);
    expect(await post(store.webhookUrl, fits)).toBe(200);
    const tooLarge = signed({ ...document, note: 'n'.repeat(room + 1) });
    expect(await post(store.webhookUrl, tooLarge)).toBe(413);
    await store.settled();
    expect(purchasesOf(8_000_002)).toBe(1);
  });

  it.each([
    { why: 'no JSON', body: 'not json at all' },
    { why: 'half a document', body: JSON.stringify(paid(8_000_003)).slice(0, 200) },
    { why: 'a list', body: '[]' },
    { why: 'null', body: 'null' },
    { why: 'another document', body: '{"hello":"world"}' },
    {
      why: 'an order without a total',
      body: { ...paid(8_000_004), total_price: null, total_price_set: null },
    },
  ])('but signed, and $why: is kept as a dead letter, and answers 200', async ({ body }) => {
    const before = await store.ledger();
    expect(await post(store.webhookUrl, signed(body))).toBe(200);
    const after = await store.settled();
    expect(after).toEqual({ ...before, accepted: before.accepted + 1, dead: before.dead + 1 });
    const [letter] = await store.deadLetters();
    expect(letter).toMatchObject({
      stage: 'translation',
      kind: 'orders/paid',
      cause: 'UNREADABLE_DOCUMENT',
      detail: expect.any(String),
    });
    const message = await scene.hub.ask('GET', `${store.path}/messages/${letter.messageId}`);
    expect(message).toMatchObject({
      state: 'dead',
      cause: 'UNREADABLE_DOCUMENT',
      raw: typeof body === 'string' ? body : JSON.stringify(body),
    });
  });

  it('with an id that no database column holds keeps nobody waiting', async () => {
    const before = await store.ledger();
    const strange = paid(8_000_006) as { customer: object };
    const customer = { ...strange.customer, id: '9'.repeat(150) };
    await post(store.webhookUrl, signed({ ...strange, customer }));
    await post(store.webhookUrl, signed(paid(8_000_007)));
    const after = await store.settled();
    expect(after.accepted).toBe(before.accepted + 2);
    expect(after.pending).toBe(0);
    expect(purchasesOf(8_000_007)).toBe(1);
  });

  it('of a topic nobody reads is kept as well', async () => {
    expect(await post(store.webhookUrl, signed({ id: 1 }, 'themes/publish'))).toBe(200);
    await store.settled();
    expect((await store.deadLetters())[0]).toMatchObject({
      kind: 'themes/publish',
      cause: 'UNREADABLE_DOCUMENT',
    });
  });

  it('with texts that no database likes is delivered without them, and holds nobody up', async () => {
    const buyer = { ...person(801), firstName: 'Ada\u0000', lastName: 'Kow\ud83d' };
    const odd = orderDocument({ id: 8_000_005, buyer, status: 'paid' });
    const note = String.raw`C:\u0000 and \ud83d stay`;
    expect(await post(store.webhookUrl, signed({ ...odd, note }))).toBe(200);
    expect(await post(store.webhookUrl, signed(paid(8_000_006)))).toBe(200);
    await store.settled();
    expect([8_000_005, 8_000_006].map(purchasesOf)).toEqual([1, 1]);
    expect(scene.sandbox.contact(buyer.email)).toMatchObject({ name: 'Ada Kow\ufffd' });
    const [event] = scene.sandbox.events({ externalId: '8000005' }).items;
    expect(event?.details.detail4).toBe(note);
  });
});

describe('a wrong setting', () => {
  it('is told with every other one, each with its path', async () => {
    const { status, body } = await scene.hub.api('PATCH', `${store.path}/settings`, {
      active: 'perhaps',
      cartWindow: '5m',
      location: '1 shop',
      orderStates: { PAID: 'sold' },
      nobodyKnows: 1,
    });
    expect(status).toBe(422);
    const paths = body.errors.map(({ path }: { path: string }) => path.split('.')[0]);
    expect(new Set(paths)).toEqual(
      new Set(['active', 'cartWindow', 'location', 'orderStates', 'nobodyKnows']),
    );
    for (const { message } of body.errors) expect(message).toEqual(expect.any(String));
  });

  it('in a connection is told with those of the settings, and nothing is saved', async () => {
    const { accountId } = await scene.hub.ask('GET', store.path);
    const { status, body } = await scene.hub.api('POST', `${scene.path}/stores`, {
      name: 'Wrong',
      platform: 'shopify',
      accountId,
      connection: { shopDomain: 'https://shop.example', accessToken: '' },
      settings: { cartWindow: '5m' },
    });
    expect(status).toBe(422);
    const paths = body.errors.map(({ path }: { path: string }) => path).toSorted();
    expect(paths).toEqual([
      'connection.accessToken',
      'connection.clientSecret',
      'connection.shopDomain',
      'settings.cartWindow',
    ]);
    const { items } = await scene.hub.ask('GET', `${scene.path}/stores`);
    expect(items).toHaveLength(1);
  });
});

it('a wrong environment refuses the start with exit code 2 and lists everything', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'storewire-test-'));
  try {
    const { code, output } = await runToEnd({
      PORT: '70000',
      STOREWIRE_DATA_DIR: dataDir,
      STOREWIRE_ROLE: 'web',
      STOREWIRE_MASTER_KEY: 'c2hvcnQ=',
      STOREWIRE_OPERATOR_KEY: 'short',
      STOREWIRE_LOG_LEVEL: 'loud',
      STOREWIRE_PUBLIC_URL: 'not an address',
    });
    expect(code).toBe(2);
    for (const name of [
      'PORT',
      'STOREWIRE_ROLE',
      'STOREWIRE_MASTER_KEY',
      'STOREWIRE_OPERATOR_KEY',
      'STOREWIRE_LOG_LEVEL',
      'STOREWIRE_PUBLIC_URL',
    ]) {
      expect(output).toContain(`${name}:`);
    }
    expect(output).not.toContain('c2hvcnQ=');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

describe('a record that SALESmanago refuses', () => {
  const first = 8_100_000;
  const refused = first + 13;

  it('dies alone, with the events of its contact, and is delivered once after the fault is gone', async () => {
    const before = await store.ledger();
    const { email } = person(refused % 1000);
    const fault = scene.sandbox.faults.add({ kind: 'refuse', email, message: 'Contact refused' });
    // While nobody answers, enough piles up for a batch.
    const port = Number(new URL(scene.sandbox.url).port);
    await scene.sandbox.close();
    await Promise.all(
      Array.from({ length: 80 }, (_, n) => post(store.webhookUrl, signed(paid(first + n)))),
    );
    await waitFor('they are decided', async () => {
      const waiting = await store.messages('&state=pending');
      return waiting.length === 80 && waiting.every(({ commands }) => commands.length > 0);
    });
    await scene.sandbox.listen({ port });
    expect(await store.settled()).toMatchObject({
      delivered: before.delivered + 79,
      dead: before.dead + 1,
    });
    expect(scene.sandbox.stats().callsByMethod['/api/contact/batchupsert']).toBeGreaterThan(0);
    const letters = (await store.deadLetters()).slice(0, 2);
    expect(letters.map(({ kind }) => kind)).toEqual(['addEvent', 'upsertContact']);
    const [event, contact] = letters;
    expect(event).toMatchObject({ stage: 'delivery', cause: 'CONTACT_REFUSED' });
    expect(contact.detail).toContain('Contact refused');
    expect(event.messageId).toBe(contact.messageId);

    scene.sandbox.faults.remove(fault.id);
    const groups = await scene.hub.ask('GET', `${store.path}/dead-letters?group=cause`);
    expect(groups.items).toContainEqual(
      expect.objectContaining({ cause: contact.cause, count: 1 }),
    );
    for (const cause of [contact.cause, 'CONTACT_REFUSED']) {
      const retried = await scene.hub.ask('POST', `${store.path}/dead-letters/retry`, { cause });
      expect(retried).toMatchObject({ retried: 1 });
    }
    expect(await store.settled()).toMatchObject({
      delivered: before.delivered + 80,
      dead: before.dead,
    });
    expect(purchasesOf(refused)).toBe(1);
    expect(scene.sandbox.operations(email).map(({ what }) => what)).toEqual(['created', 'event']);
    expect(scene.sandbox.stats().duplicates).toBe(0);
  });
});

describe('a disk that takes no more', () => {
  it('answers 503 with a time to come back, and takes the same webhook afterwards', async () => {
    const before = await store.ledger();
    const webhook = signed(paid(8_200_001));
    const makeRoom = await refuseWrites(scene.hub.database, 'INSERT', 'message');
    const response = await fetch(store.webhookUrl, { method: 'POST', ...webhook });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ code: 'NOT_DURABLE', next: 'retry' });
    await makeRoom();
    expect(await post(store.webhookUrl, webhook)).toBe(200);
    expect(await store.settled()).toMatchObject({
      accepted: before.accepted + 1,
      delivered: before.delivered + 1,
    });
    expect(purchasesOf(8_200_001)).toBe(1);
  });

  it('loses no answer of SALESmanago that it could not write down', async () => {
    const makeRoom = await refuseWrites(scene.hub.database, 'UPDATE', 'attempt');
    expect(await post(store.webhookUrl, signed(paid(8_200_002)))).toBe(200);
    const { email } = person(2);
    await waitFor('the contact was sent', () => scene.sandbox.contact(email) !== undefined);
    await waitFor('it was not written', () => /could not be written/.test(scene.hub.logs));
    await makeRoom();
    expect(await store.settled()).toMatchObject({ pending: 0 });
    expect(purchasesOf(8_200_002)).toBe(1);
    expect(scene.sandbox.stats().duplicates).toBe(0);
  });
});

it('leaves nothing personal and no secret in the log', () => expect(scene.leaks()).toEqual([]));
