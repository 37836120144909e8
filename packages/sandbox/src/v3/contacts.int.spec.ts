import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type Client,
  closeSandboxes,
  OWNER,
  startSandbox,
} from '../../test/client.js';

let client: Client;
let now: number;
beforeEach(async () => {
  now = 1_767_225_600_000;
  client = await startSandbox({ now: () => now, contactVisibleAfterMs: 60_000 });
});
afterEach(closeSandboxes);

const catalog = { catalogName: 'Shop', currency: 'PLN', location: 'shop_pl' };

async function createCatalog(): Promise<string> {
  return (await client.v3('/v3/product/catalogUpsert', catalog)).json.catalogId;
}

describe('collections', () => {
  it('take products of contacts that v3 already knows', async () => {
    const catalogId = await createCatalog();
    const { collectionUUID } = (
      await client.v3('/v3/product/collection/add', { name: 'Wish list', catalogId })
    ).json;
    const { contactId } = await client.v2('/api/contact/upsert', {
      contact: { email: 'ada@x.example' },
    });
    const data = [{ contactId, productIds: ['1', 2] }];
    const add = async () =>
      (await client.v3('/v3/product/collection/products/add', { collectionUUID, data })).json;
    expect(await add()).toEqual({ success: true, message: '0 of 1 contacts were scheduled' });
    now += 60_000;
    expect(await add()).toEqual({ success: true, message: '1 of 1 contacts were scheduled' });

    const read = async () =>
      (await client.v3('/v3/product/collection/contact/products', { collectionUUID, contactId }))
        .json.products;
    expect(await read()).toEqual(['1', '2']);
    const removal = { collectionUUID, data: [{ contactId, productIds: ['1'] }] };
    await client.v3('/v3/product/collection/products/delete', removal);
    expect(await read()).toEqual(['2']);
  });

  it('are listed, limited and deleted', async () => {
    const catalogId = await createCatalog();
    const add = (name: string) => client.v3('/v3/product/collection/add', { name, catalogId });
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.push((await add(name)).json.collectionUUID);
    expect((await add('d')).json).toMatchObject({ reasonCode: 19 });
    await client.v3('/v3/product/collection/delete', { collectionUUID: ids[0] });
    expect((await client.v3('/v3/product/collection/list')).json).toEqual({
      collections: [
        { name: 'b', collectionId: ids[1] },
        { name: 'c', collectionId: ids[2] },
      ],
      limits: { max: 3 },
    });
    const gone = await client.v3('/v3/product/collection/delete', { collectionUUID: ids[0] });
    expect(gone.json).toMatchObject({ reasonCode: 16 });
  });

  it('limit contacts per call and products per contact', async () => {
    const catalogId = await createCatalog();
    const { collectionUUID } = (
      await client.v3('/v3/product/collection/add', { name: 'a', catalogId })
    ).json;
    const add = async (data: object[]) =>
      (await client.v3('/v3/product/collection/products/add', { collectionUUID, data })).json
        .reasonCode;
    expect(await add(Array(1001).fill({ contactId: 'a', productIds: ['1'] }))).toBe(11);
    expect(await add([{ contactId: 'a', productIds: Array(101).fill('1') }])).toBe(11);
  });
});

describe('key information', () => {
  it('is stored, read by name and cleared', async () => {
    const email = 'ada+1@x.example';
    const { contactId } = await client.v2('/api/contact/upsert', { contact: { email } });
    now += 60_000;
    const keyInformation = {
      numeric: [{ name: 'Points', value: 5 }],
      text: [{ name: 'Size', value: 'L' }],
    };
    const upsert = (body: object) =>
      client.v3('/v3/keyInformation/upsert', { owner: OWNER, ...body });
    expect((await upsert({ email, keyInformation })).json).toEqual({
      requestId: expect.any(String),
    });
    const read = async (query: string) => (await client.v3(`/v3/keyInformation/get?${query}`)).json;
    expect(await read(`email=${encodeURIComponent(email)}`)).toEqual({
      contactId,
      keyInformation: [
        { name: 'Points', value: 5 },
        { name: 'Size', value: 'L' },
      ],
    });
    await upsert({ contactid: contactId, setAsNull: ['Size'] });
    expect((await read(`contactId=${contactId}&name=Size`)).keyInformation).toEqual([]);
  });

  it('names what is wrong', async () => {
    const keyInformation = { numeric: [{ name: 'Points', value: '5' }] };
    const { json } = await client.v3('/v3/keyInformation/upsert', {
      email: 'no@x.example',
      keyInformation,
    });
    expect(json.problems.map(({ reasonCode }: Answer) => reasonCode).sort()).toEqual([13, 14, 16]);
  });
});
