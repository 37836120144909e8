import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { credentials, TestAccount } from '../../test/test-client.js';
import { SalesmanagoClient } from '../salesmanago.client.js';

const account = new TestAccount();
const { service } = account;

beforeAll(() => account.start());
afterAll(() => account.stop());

describe('the key', () => {
  it('goes in its header', async () => {
    service.answers({ body: { catalogs: [], limits: { max: 3 } } });
    expect(await account.client.catalogs.list()).toEqual({ catalogs: [], max: 3 });
    expect(service.last).toMatchObject({
      method: 'GET',
      path: '/v3/product/catalogList',
      body: undefined,
    });
    expect(service.last.headers['api-key']).toBe('V3KEY');
  });

  it.each([undefined, '', ' ', 'a\nb', 'kłucz'])(
    '%j pauses the lane without a call',
    async (v3ApiKey) => {
      service.answers({ body: { requestId: 'req-1', productIds: ['1001'] } });
      const client = new SalesmanagoClient(
        { ...credentials(service.url), v3ApiKey },
        { dispatcher: account.agent },
      );
      expect(await caught(client.catalogs.list())).toMatchObject({
        outcome: 'unauthorized',
        field: 'v3ApiKey',
      });
      expect(service.seen).toHaveLength(0);
    },
  );

  it('is made and revoked; one that is gone already is no error', async () => {
    const { apiKeys } = account.client;
    service.answers({ body: { apiKey: 'NEW' } });
    expect(
      await apiKeys.create({
        email: 'a@b.example',
        password: 'p',
        keyName: 'k',
        expiry: 'ONE_YEAR',
      }),
    ).toEqual({ apiKey: 'NEW' });
    expect(service.last.body).toEqual({
      email: 'a@b.example',
      password: 'p',
      keyName: 'k',
      expiry: 'ONE_YEAR',
    });
    service.answers({ body: { apiKeyName: 'k' } });
    expect(await apiKeys.revoke('NEW')).toEqual({ isRevoked: true, apiKeyName: 'k' });
    for (const reasonCode of [10, 400]) {
      service.answers({ status: 400, body: { reasonCode, messages: 'no' } });
      expect(await apiKeys.revoke('NEW')).toEqual({ isRevoked: false });
    }
    service.answers({ status: 500, body: '' });
    expect((await caught(apiKeys.revoke('NEW'))).outcome).toBe('unknown');
  });
});

describe('catalogs', () => {
  it('are written under both names of the name', async () => {
    service.answers({ body: { requestId: 'r', catalogId: 'cat-1' } });
    const { value } = await account.client.catalogs.upsert({
      name: 'My  shop',
      currency: 'PLN',
      location: 'shop_pl',
    });
    expect(value).toEqual({ catalogId: 'cat-1' });
    expect(service.last.body).toEqual({
      catalogName: 'My_shop',
      name: 'My_shop',
      currency: 'PLN',
      location: 'shop_pl',
      setAsDefault: false,
    });
  });

  it('are read with what the answer has', async () => {
    service.answers({
      body: {
        catalogs: [
          { catalogId: 'cat-1', name: 'A', currency: 'PLN', location: 'l', setAsDefault: true },
          { id: 2 },
          'odd',
        ],
      },
    });
    expect(await account.client.catalogs.list()).toEqual({
      catalogs: [
        { catalogId: 'cat-1', name: 'A', currency: 'PLN', location: 'l', setAsDefault: true },
        {
          catalogId: '2',
          name: undefined,
          currency: undefined,
          location: undefined,
          setAsDefault: undefined,
        },
      ],
      max: undefined,
    });
  });

  it('are refused when the account has no room', async () => {
    service.answers({
      status: 400,
      body: { problems: [{ reasonCode: 19, message: 'catalog|limit:3|full' }] },
    });
    const error = await caught(
      account.client.catalogs.upsert({ name: 'x', currency: 'PLN', location: 'l' }),
    );
    expect(error).toMatchObject({ outcome: 'refused', code: 'SM_LIMIT_REACHED', field: 'catalog' });
  });

  it('are deleted by id', async () => {
    service.answers({ body: { success: true } });
    await account.client.catalogs.delete('cat-1');
    expect(service.last).toMatchObject({
      path: '/v3/product/catalogDelete',
      body: { catalogId: 'cat-1' },
    });
  });
});

describe('collections', () => {
  const collections = () => account.client.collections;

  it.each(['collectionUUID', 'collectionsUUID'])('are added, with the id under %s', async (key) => {
    service.answers({ body: { success: true, [key]: 'col-1' } });
    expect((await collections().add('Wishes', 'cat-1')).value).toEqual({ collectionId: 'col-1' });
    expect(service.last.body).toEqual({ name: 'Wishes', catalogId: 'cat-1' });
  });

  it('are listed and deleted', async () => {
    service.answers({
      body: { collections: [{ name: 'Wishes', collectionId: 'col-1' }], limits: { max: 5 } },
    });
    expect(await collections().list()).toEqual({
      collections: [{ name: 'Wishes', collectionId: 'col-1' }],
      max: 5,
    });
    service.answers({ body: { success: true } });
    await collections().delete('col-1');
    expect(service.last.body).toEqual({ collectionUUID: 'col-1' });
  });

  it('take products of contacts, give them back, and lose them', async () => {
    const data = [{ contactId: 'c-1', productIds: ['1', '2'] }];
    service.answers({ body: { success: true, message: 'Scheduled 1 of 1 contacts' } });
    expect((await collections().addProducts('col-1', data)).value.messages).toEqual([
      'Scheduled 1 of 1 contacts',
    ]);
    expect(service.last).toMatchObject({
      path: '/v3/product/collection/products/add',
      body: { collectionUUID: 'col-1', data },
    });
    await collections().deleteProducts('col-1', data);
    expect(service.last.path).toBe('/v3/product/collection/products/delete');
    service.answers({ body: { success: true, products: ['1', 2, { productId: '3' }] } });
    expect(await collections().productsOf('col-1', 'c-1')).toEqual(['1', '2', '3']);
  });

  it('keep to their limits and believe only a success', async () => {
    service.answers({ body: {} });
    const many = [{ contactId: 'c-1', productIds: Array.from({ length: 101 }, String) }];
    expect((await caught(collections().addProducts('col-1', many))).code).toBe('SM_BAD_BATCH');
    expect(
      (await caught(collections().addProducts('col-1', [{ contactId: 'c', productIds: ['1'] }])))
        .outcome,
    ).toBe('unknown');
    service.answers({ body: { success: false, message: 'unknown collection' } });
    expect(await caught(collections().delete('col-1'))).toMatchObject({
      outcome: 'refused',
      reason: 'unknown collection',
    });
  });
});

describe('key information', () => {
  it('is written for an address and read as it is', async () => {
    service.answers({ body: { requestId: 'r' } });
    const request = {
      email: 'a@b.example',
      contactId: 'c-1',
      numeric: [{ name: 'points', value: 0 }],
      setAsNull: ['old'],
    };
    expect((await account.client.keyInformation.upsert(request)).value).toEqual({ requestId: 'r' });
    expect(service.last.body).toEqual({
      email: 'a@b.example',
      owner: 'owner@shop.example',
      keyInformation: { numeric: [{ name: 'points', value: 0 }] },
      setAsNull: ['old'],
    });
    service.answers({
      body: {
        contactId: 'c-1',
        keyInformation: [{ name: 'points', value: 0 }, { name: 'level', value: 'gold' }, {}],
      },
    });
    const read = await account.client.keyInformation.get({ email: 'a+b@c.example' }, 'my points');
    expect([...read.values]).toEqual([
      ['points', 0],
      ['level', 'gold'],
    ]);
    expect(service.last).toMatchObject({
      method: 'GET',
      path: '/v3/keyInformation/get?email=a%2Bb%40c.example&name=my+points',
    });
  });
});

describe('emails', () => {
  const all = async () => {
    const ids: string[] = [];
    for await (const email of account.client.emails.all({
      type: 'SUBSCRIPTION_CONFIRMATION',
      dateFrom: 1000,
      dateTo: 5000,
    }))
      ids.push(email.emailId);
    return ids;
  };
  const emailAt = (n: number, modifiedOn: unknown) => ({ emailId: `m-${n}`, modifiedOn });

  it('are asked for with a body on a GET', async () => {
    service.answers({
      body: {
        emails: [
          { emailId: 'm-1', name: 'Confirm', modifiedOn: 1500, sender: { accountId: 's-1' } },
          { name: 'no id' },
        ],
      },
    });
    const query = { type: 'SUBSCRIPTION_CONFIRMATION', dateFrom: 1000, dateTo: 5000 } as const;
    expect(await account.client.emails.list(query)).toMatchObject([
      { emailId: 'm-1', name: 'Confirm', modifiedOnMs: 1_500_000, sender: { accountId: 's-1' } },
    ]);
    expect(service.last).toMatchObject({ method: 'GET', path: '/v3/email/list', body: query });
  });

  it.each([
    { body: [{ emailId: 'm-1' }], why: 'a bare list' },
    { body: { requestId: 'r', messages: [{ emailId: 'm-1' }] }, why: 'another name' },
  ])('are found in $why', async ({ body }) => {
    service.answers({ body });
    expect(
      await account.client.emails.list({ type: 'STANDARD', dateFrom: 0, dateTo: 1 }),
    ).toMatchObject([{ emailId: 'm-1' }]);
  });

  it('come page by page, each once', async () => {
    const stock = Array.from({ length: 250 }, (_, n) => emailAt(n, 1000 + n));
    service.answers(({ body }) => ({
      body: {
        emails: stock.filter((m) => (m.modifiedOn as number) >= body.dateFrom).slice(0, 100),
      },
    }));
    expect(await all()).toEqual(stock.map((m) => m.emailId));
    expect(service.seen.map(({ body }) => body.dateFrom)).toEqual([1000, 1099, 1198]);
  });

  it.each([
    { at: (_: number) => 1000, why: 'one busy second' },
    { at: (_: number) => undefined, why: 'no times' },
    { at: (n: number) => 4000 + n, why: 'a service that does not heed the dates' },
    { at: (n: number) => new Date((1000 + n) * 1000).toISOString(), why: 'times as text' },
  ])('end with $why', async ({ at }) => {
    const page = Array.from({ length: 100 }, (_, n) => emailAt(n, at(n)));
    service.answers({ body: { emails: page } });
    expect(await all()).toHaveLength(100);
    expect(service.seen.length).toBeLessThanOrEqual(4);
  });
});
