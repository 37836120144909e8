import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { all } from '../../test/all.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import { CHANNEL_ID, customer, hexId, recipient } from '../../test/shopware6/shop-data.js';
import { readWebhook } from './webhook-reading.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const read = (topic: string, payload: unknown, connection = {}, meta = {}) =>
  all(
    readWebhook(
      {
        topic,
        rawBody: JSON.stringify({ data: { event: topic, payload } }),
        receivedAt: shop.fake.now(),
        meta,
      },
      shop.client(connection),
    ),
  );
const written = (...ids: unknown[]) =>
  ids.map((primaryKey) => ({ operation: 'update', primaryKey }));
const at = () => shop.fake.stampNow();

describe('what is told', () => {
  it('takes checkout.customer.register for a registration', async () => {
    const [id] = shop.fake.seed('contact', 1);
    const found = await read('checkout.customer.register', { customer: { id } });
    expect(found).toMatchObject([{ id, trigger: 'registration' }]);
  });

  it('believes the shop and not the payload', async () => {
    const [id] = shop.fake.seed('contact', 1);
    shop.fake.setConsent(id as string, 'email', 'in');
    const [entry] = shop.fake.tables.newsletter_recipient ?? [];
    const payload = { newsletterRecipient: { ...entry, status: 'notSet' } };
    expect(await read('newsletter.confirm', payload)).toMatchObject([
      { id, raw: { newsletterRecipient: { status: 'optIn' } } },
    ]);
  });

  it('gives a subscriber without an account, with the newsletter as the reason', async () => {
    const entry = shop.fake.add(
      'newsletter_recipient',
      recipient(1, customer(1, at()), 'direct', at()),
    );
    expect(
      await read('newsletter.confirm', { newsletterRecipient: { id: entry.id } }),
    ).toMatchObject([{ id: entry.id, trigger: 'newsletter' }]);
  });

  it('gives the product of a variant', async () => {
    const [id] = shop.fake.seed('product', 1);
    const variant = shop.fake.tables.product?.find(({ parentId }) => parentId === id);
    expect(await read('product.written', written(variant?.id))).toMatchObject([{ id }]);
  });

  it('reads a key that has the version in it', async () => {
    const [id] = shop.fake.seed('product', 1);
    const key = { id, versionId: '0fa91ce3e96a4bc2be4bd9ce752c3425' };
    expect(await read('product.written', written(key))).toMatchObject([{ id }]);
  });

  it('gives all of an import, some at a time', async () => {
    const ids = shop.fake.seed('contact', 60);
    const found = await read('customer.written', written(...ids));
    expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('asks the shop nothing about what was deleted', async () => {
    const id = hexId('gone', 1);
    expect(await read('customer.deleted', written(id))).toEqual([
      { kind: 'erasure', id, raw: { id } },
    ]);
    expect(await read('product.deleted', written(id))).toMatchObject([{ raw: { active: false } }]);
    expect(shop.takeCalls()).toEqual([]);
  });
});

describe('that the app was uninstalled', () => {
  const end = (keys: string) =>
    read('app.deleted', { keepUserData: true }, { clientId: 'SWIANOW' }, { endedKeys: keys });

  it('ends the connection that has its keys, with what to do', async () => {
    const error = await end('SWIANOW').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'STORE_UNAUTHORIZED',
      message: expect.stringMatching(/the app was uninstalled in the shop.*POST …\/app/),
    });
  });

  it('says nothing of a connection that has got others since', async () => {
    expect(await end('SWIAOLD')).toEqual([]);
  });

  it('asks the shop nothing, whose keys still work for a moment', async () => {
    shop.takeCalls();
    await end('SWIANOW').catch(() => undefined);
    expect(shop.takeCalls()).toEqual([]);
  });
});

describe('what gives no row', () => {
  it('a guest, who comes with the order', async () => {
    const row = shop.fake.add('customer', { ...customer(1, at()), guest: true });
    expect(await read('customer.written', written(row.id))).toEqual([]);
  });

  it('an event nobody asked for', async () => {
    expect(await read('app.activated', {})).toEqual([]);
    expect(await read('toString', {})).toEqual([]);
  });

  it('an order of another sales channel than the one that is read', async () => {
    const [id] = shop.fake.seed('order', 1);
    const [row] = shop.fake.tables.order ?? [];
    Object.assign(row as Row, { salesChannelId: hexId('channel', 2) });
    const payload = { order: { id } };
    expect(await read('checkout.order.placed', payload, { salesChannelId: CHANNEL_ID })).toEqual(
      [],
    );
  });
});

describe('what cannot be read', () => {
  it('an order that is gone', async () => {
    const payload = { order: { id: hexId('gone', 1) } };
    await expect(read('checkout.order.placed', payload)).rejects.toMatchObject({
      code: 'STORE_OBJECT_MISSING',
    });
  });

  it.each([
    ['checkout.order.placed', {}],
    ['checkout.order.placed', { order: { id: 42 } }],
    ['checkout.order.placed', null],
    ['customer.written', written('../customer')],
    ['customer.written', [null]],
    ['customer.written', []],
  ])('%s with %j', async (topic, payload) => {
    await expect(read(topic, payload)).rejects.toMatchObject({ code: 'UNREADABLE_DOCUMENT' });
  });
});
