import { describe, expect, it } from '@jest/globals';
import { FailedAnswer } from '@storewire/adapter-kit';
import { StoreRefused, StoreUnavailable } from '@storewire/core';
import { stubClient } from '../test/stub-client.js';
import { SHOP } from './operations/shop.operations.js';
import { SUBSCRIBE } from './operations/webhook.operations.js';

const cost = (currentlyAvailable: number, restoreRate = 100, requestedQueryCost = 500) => ({
  cost: {
    requestedQueryCost,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate },
  },
});
const THROTTLED = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
const failed = (status: number) =>
  new StoreRefused(
    'no',
    new FailedAnswer({ status, headers: {}, text: '', json: () => undefined as never }),
  );

describe('where calls go', () => {
  const urlOf = async (settings: Parameters<typeof stubClient>[1]) => {
    const { client, requests } = stubClient([{ data: {} }], settings);
    await client.run(SHOP);
    return requests[0]?.url;
  };

  it('calls the shop itself, in lower case, with the version in the path', async () => {
    expect(await urlOf({ shopDomain: 'Mugs-Example.myshopify.com' })).toBe(
      'https://mugs-example.myshopify.com/admin/api/2026-10/graphql.json',
    );
  });

  it('calls another base address only while private addresses are allowed', async () => {
    const apiBaseUrl = 'http://127.0.0.1:4000/';
    expect(await urlOf({ apiBaseUrl })).toContain('https://mugs-example.myshopify.com/');
    expect(await urlOf({ apiBaseUrl, allowPrivateAddresses: true })).toBe(
      'http://127.0.0.1:4000/admin/api/2026-10/graphql.json',
    );
  });

  it('lets queries be repeated by the network client, and a subscription not', async () => {
    const { client, requests } = stubClient([{ data: {} }, { data: {} }]);
    await client.run(SHOP);
    await client.run(SUBSCRIBE);
    expect(requests.map(({ repeatable }) => repeatable)).toEqual([true, false]);
  });
});

describe('throttling', () => {
  it('makes the next call wait until a call as dear as this one fits again', async () => {
    const { client, pausesMs } = stubClient([{ data: {}, extensions: cost(300, 50) }]);
    await client.run(SHOP);
    expect(pausesMs).toEqual([4000]);
  });

  it('does not wait while there are points', async () => {
    const { client, pausesMs } = stubClient([{ data: {}, extensions: cost(1900) }]);
    await client.run(SHOP);
    expect(pausesMs).toEqual([]);
  });

  it('repeats a throttled call, a mutation too, after the pause Shopify needs', async () => {
    const throttled = { errors: THROTTLED, extensions: cost(100) };
    const { client, requests, pausesMs } = stubClient([throttled, throttled, { data: { x: 1 } }]);
    expect(await client.run(SUBSCRIBE)).toEqual({ x: 1 });
    expect(requests).toHaveLength(3);
    expect(pausesMs).toEqual([4000, 4000]);
  });

  it('hands a long wait to the host', async () => {
    const { client, requests } = stubClient([{ errors: THROTTLED, extensions: cost(0, 1) }]);
    await expect(client.run(SHOP)).rejects.toMatchObject({
      code: 'STORE_RATE_LIMITED',
      retryAfterMs: 500_000,
    });
    expect(requests).toHaveLength(1);
  });

  it('gives up on a shop that stays throttled', async () => {
    const { client, requests } = stubClient(() => ({ errors: THROTTLED }));
    await expect(client.run(SHOP)).rejects.toMatchObject({
      code: 'STORE_RATE_LIMITED',
      retryAfterMs: 1000,
    });
    expect(requests).toHaveLength(4);
  });
});

describe('errors', () => {
  const thrownFor = async (answer: unknown) => {
    const { client } = stubClient([answer]);
    return client.run(SHOP).catch((error: unknown) => error);
  };

  it('names the scope that a denied field needs, although other data came', async () => {
    const denied = {
      data: { shop: { name: 'Mugs' } },
      errors: [
        {
          message: 'Access denied for customers field.',
          path: ['customers'],
          extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_customers` access scope.' },
        },
      ],
    };
    expect(await thrownFor(denied)).toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['read_customers'],
    });
  });

  it('names the field where Shopify names no scope', async () => {
    const denied = {
      errors: [
        {
          message: 'Not approved',
          path: ['orders', 0, 'email'],
          extensions: { code: 'ACCESS_DENIED' },
        },
      ],
    };
    expect(await thrownFor(denied)).toMatchObject({ missing: ['access to orders.0.email'] });
  });

  it.each([
    ['INTERNAL_SERVER_ERROR', 'STORE_UNAVAILABLE'],
    ['MAX_COST_EXCEEDED', 'STORE_REFUSED'],
    ['undefinedField', 'STORE_REFUSED'],
    ['SHOP_INACTIVE', 'STORE_UNAUTHORIZED'],
  ])('%s is %s', async (code, expected) => {
    const answer = { errors: [{ message: 'no', extensions: { code } }] };
    expect(await thrownFor(answer)).toMatchObject({ code: expected });
  });

  it('understands an error that is a text', async () => {
    expect(await thrownFor({ errors: 'Not Found' })).toMatchObject({ code: 'STORE_REFUSED' });
  });

  it('calls an answer without data and errors unusable', async () => {
    expect(await thrownFor({})).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('masks addresses that Shopify repeats', async () => {
    const answer = { errors: [{ message: 'ola@example.com is not valid' }] };
    expect(String(await thrownFor(answer))).not.toContain('ola@example.com');
  });

  it.each([
    [402, 'STORE_UNAUTHORIZED'],
    [404, 'STORE_UNAUTHORIZED'],
    [423, 'STORE_UNAVAILABLE'],
    [400, 'STORE_REFUSED'],
  ])('status %i is %s', async (status, code) => {
    expect(await thrownFor(failed(status))).toMatchObject({ code });
  });

  it('leaves other failures as they are', async () => {
    const failure = new StoreUnavailable('no answer');
    expect(await thrownFor(failure)).toBe(failure);
  });
});

describe('pages', () => {
  const LIST = { name: 'List', text: 'query List { list }', isRepeatable: true };
  const page = (endCursor: string | null, hasNextPage = true) => ({
    data: { list: { nodes: [endCursor], pageInfo: { hasNextPage, endCursor } } },
  });
  const read = async (answers: readonly unknown[]) => {
    const { client, requests } = stubClient(answers);
    const nodes: unknown[] = [];
    const pages = client.pages(LIST, {}, (data) => (data as { list: never }).list);
    for await (const p of pages) nodes.push(...(p as { nodes: unknown[] }).nodes);
    return { nodes, requests };
  };

  it('follows the cursor to the last page', async () => {
    const { nodes, requests } = await read([page('a'), page('b'), page('c', false)]);
    expect(nodes).toEqual(['a', 'b', 'c']);
    expect(requests.map(({ body }) => (body as { variables: object }).variables)).toEqual([
      { after: undefined },
      { after: 'a' },
      { after: 'b' },
    ]);
  });

  it('stops with an error when a cursor leads nowhere', async () => {
    await expect(read([page('a'), page('a'), page('a')])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
