import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { request } from 'undici';
import { type Answer, type Client, closeSandboxes, startSandbox } from '../../test/client.js';
import { DEFAULT_ACCOUNT } from '../index.js';

const KEY = DEFAULT_ACCOUNT.v3Keys?.[0]?.key ?? '';
const { login } = DEFAULT_ACCOUNT;

let client: Client;
let now: number;
beforeEach(async () => {
  now = 1_767_225_600_000;
  client = await startSandbox({ now: () => now, contactVisibleAfterMs: 60_000 });
});
afterEach(closeSandboxes);

const catalog = { catalogName: 'Shop', currency: 'PLN', location: 'shop_pl' };
const product = (more: object = {}) => ({
  productId: '1001',
  name: 'Mug',
  mainCategory: 'Kitchen',
  productUrl: 'https://shop.example/mug',
  available: true,
  price: 19.99,
  ...more,
});

async function createCatalog(): Promise<string> {
  return (await client.v3('/v3/product/catalogUpsert', catalog)).json.catalogId;
}

describe('v3 keys', () => {
  it('refuses a wrong, expired and revoked key with code 10', async () => {
    const list = (key: string) => client.v3('/v3/product/catalogList', undefined, key);
    expect(await list('WRONG')).toEqual({
      status: 400,
      json: { reasonCode: 10, messages: ['Authentication failed'] },
    });
    const create = { email: login?.email, password: login?.password, keyName: 'shop_1' };
    const { apiKey } = (await client.v3('/v3/auth/create', { ...create, expiry: 'SEVEN_DAYS' }))
      .json;
    expect((await list(apiKey)).status).toBe(200);
    now += 7 * 86_400_000;
    expect((await list(apiKey)).json.reasonCode).toBe(10);

    const { apiKey: second } = (await client.v3('/v3/auth/create', create)).json;
    const revoke = () => client.v3('/v3/auth/revoke', { apiKey: second });
    expect((await revoke()).json).toEqual({ apiKeyName: 'shop_1' });
    expect((await list(second)).json.reasonCode).toBe(10);
    expect((await revoke()).json.reasonCode).toBe(10);
  });

  it('checks login and expiry when a key is made', async () => {
    const make = async (body: object) => (await client.v3('/v3/auth/create', body)).json.reasonCode;
    const good = { email: login?.email, password: login?.password, keyName: 'k' };
    expect(await make({ ...good, password: 'no' })).toBe(10);
    expect(await make({ ...good, expiry: 'ONE_DAY' })).toBe(18);
    expect(await make({ ...good, keyName: undefined })).toBe(13);
    expect((await client.v3('/v3/auth/revoke', {})).json).toEqual({
      reasonCode: 400,
      messages: 'Invalid JSON',
    });
  });

  it('answers malformed JSON with code 400 and a text', async () => {
    const answer = await client.post('/v3/product/upsert', '{', { 'API-KEY': KEY });
    expect(await answer.json()).toEqual({ reasonCode: 400, messages: 'Invalid JSON' });
  });
});

describe('e-mail list', () => {
  const seconds = { dateFrom: 1_767_225_600 - 10, dateTo: 1_767_225_600 + 10 };

  it('reads a body on a GET', async () => {
    const { body } = await request(`${client.sandbox.url}/v3/email/list`, {
      method: 'GET',
      headers: { 'API-KEY': KEY, 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'SUBSCRIPTION_CONFIRMATION', ...seconds }),
    });
    const { emails } = (await body.json()) as Answer;
    expect(emails).toMatchObject([
      { emailId: DEFAULT_ACCOUNT.confirmationEmailId, modifiedOn: 1_767_225_600 },
    ]);
  });

  it('reads query parameters, wants both dates and knows the types', async () => {
    const list = (query: string) => client.v3(`/v3/email/list?${query}`);
    const range = `dateFrom=${seconds.dateFrom}&dateTo=${seconds.dateTo}`;
    expect((await list(range)).json.emails).toMatchObject([{ type: 'STANDARD' }]);
    expect((await list('dateFrom=1&dateTo=2')).json.emails).toEqual([]);
    expect((await list('dateFrom=1')).json.reasonCode).toBe(13);
    expect((await list(`${range}&type=OTHER`)).json.reasonCode).toBe(18);
  });
});

describe('problems found later', () => {
  const shop = Fastify();
  afterEach(() => shop.close());

  it('are posted to the webhook of the key', async () => {
    const received: unknown[] = [];
    shop.post('/hook', async (call) => {
      received.push(call.body);
      return {};
    });
    const webhookUrl = `${await shop.listen({ port: 0, host: '127.0.0.1' })}/hook`;
    const { apiKey } = (
      await client.v3('/v3/auth/create', {
        email: login?.email,
        password: login?.password,
        keyName: 'k',
        webhookUrl,
      })
    ).json;
    const problems = [{ reasonCode: 18, message: 'products[0].mainImageUrl|cannot be read' }];
    client.sandbox.faults.add({ kind: 'problems', path: '/v3/product/upsert', problems });
    const catalogId = await createCatalog();
    const { status } = await client.v3(
      '/v3/product/upsert',
      { catalogId, products: [product()] },
      apiKey,
    );
    await client.sandbox.callbacks.settled();
    expect([status, received]).toEqual([200, [{ problems }]]);
    expect((await client.admin('problems', 'POST', { problems })).json).toEqual({ webhooks: 1 });
    expect(received).toHaveLength(2);
  });
});
