import { type SourceRow, StoreUnavailable, type WebhookRequest } from '@storewire/core';
import type { FakeStore } from '../../src/contract/index.js';
import { hmacBase64 } from '../../src/signature.js';
import type { ExampleClient } from '../example/example-client.js';
import { register, verify } from '../example/example-sources.js';
import { FakeExample } from '../example/fake-example.js';
import {
  type Broken,
  changing,
  good,
  history,
  poll,
  swallowing,
  webhooks,
  withHistory,
  withPoll,
  withRows,
  withWebhooks,
} from './variant.js';

class OtherFake extends FakeExample {
  constructor(change: Partial<FakeStore>) {
    super();
    Object.assign(this, change);
  }
}

/** Wrong in how the store is called, listened to and read. */
export const BROKEN_SOURCES: readonly Broken[] = [
  {
    check: 'good signature',
    what: 'a signature that nobody checks',
    adapter: withWebhooks({
      verify: ({ headers }: WebhookRequest) => ({
        outcome: 'accepted',
        topic: headers['x-example-topic'],
      }),
    }),
    says: /with a changed body must be refused/,
  },
  {
    check: 'good signature',
    what: 'a signature over the re-serialised body',
    adapter: withWebhooks({
      verify: ({ headers, rawBody }: WebhookRequest, connection: { webhookSecret: string }) => {
        let text = rawBody.toString('utf8');
        try {
          text = JSON.stringify(JSON.parse(text));
        } catch {}
        return hmacBase64(connection.webhookSecret, text) === headers['x-example-signature']
          ? { outcome: 'accepted', topic: headers['x-example-topic'] }
          : { outcome: 'refused', reason: 'wrong signature' };
      },
    }),
    says: /white space is genuine/,
  },
  {
    check: 'good signature',
    what: 'a signature over text instead of bytes',
    adapter: withWebhooks({
      verify: (request: WebhookRequest, connection: never) =>
        verify({ ...request, rawBody: Buffer.from(request.rawBody.toString('utf8')) }, connection),
    }),
    says: /bytes that are no text/,
  },
  {
    check: 'good signature',
    what: 'a verify that throws',
    adapter: withWebhooks({
      verify: (request: WebhookRequest, connection: never) => {
        const verdict = verify(request, connection);
        if (verdict.outcome !== 'accepted') throw new Error('bad signature');
        return verdict;
      },
    }),
    says: /an exception/,
  },
  {
    check: 'shop key',
    what: 'a key made of the credentials',
    adapter: {
      ...good,
      shopKey: ({ token }) => `example:${token}`,
      checkConnection: async (client) => ({
        ...(await good.checkConnection(client)),
        shopKey: `example:${client.connection.token}`,
      }),
    },
    says: /after a reinstall/,
  },
  {
    check: 'shop key',
    what: 'a check that gives another key',
    adapter: { ...good, shopKey: () => 'example:guess' },
    says: /The check changes the shop key/,
  },
  {
    check: 'permissions',
    what: 'a lacking permission that nobody names',
    adapter: {
      ...good,
      checkConnection: async (client) => ({
        ...(await good.checkConnection(client)),
        missing: [],
      }),
    },
    says: /lack read, and the check does not name it/,
  },
  {
    check: 'registers webhooks',
    what: 'a subscription more each time',
    adapter: withWebhooks({
      register: async (client: ExampleClient, address: string) => {
        const held = await register(client, address);
        await client.send('POST', '/hooks', { topic: 'order/changed', address });
        return held;
      },
    }),
    says: /2 active subscriptions to order\/changed/,
  },
  {
    check: 'registers webhooks',
    what: 'a check that calls everything active',
    adapter: withWebhooks({
      check: async (client: ExampleClient, address: string) =>
        ((await webhooks?.check?.(client, address)) ?? []).map((s) => ({ ...s, active: true })),
    }),
    says: /check calls it active/,
  },
  {
    check: 'registers webhooks',
    what: 'a registration that does not repair',
    adapter: withWebhooks({
      register: async (client: ExampleClient, address: string) => {
        const held = (await webhooks?.check?.(client, address)) ?? [];
        return held.length > 0 ? held : register(client, address);
      },
    }),
    says: /After a switched-off subscription was repaired/,
  },
  {
    check: 'change of clocks',
    what: 'UTC taken for local time',
    adapter: withRows('contact', {
      registeredAt: { from: 'created_at', as: 'localInstant' },
    }),
    says: /registeredAt of a contact .* local time taken for UTC/,
  },
  {
    check: 'change of clocks',
    what: 'a poll whose cursor is a local time',
    adapter: withPoll({ contact: localTimePoll }),
    says: /hour that comes twice is missed/,
  },
  {
    check: 'interrupted poll',
    what: 'a cursor made of a time alone',
    adapter: withPoll({
      contact: changing(poll?.contact, (row) => ({ ...row, cursor: `${row.version}~~` })),
    }),
    says: /poll\.contact when it was cut after 1 rows loses/,
  },
  {
    check: 'interrupted poll',
    what: 'no cursor at all',
    adapter: withPoll({
      order: changing(poll?.order, ({ cursor: _, ...row }) => row),
    }),
    says: /no row has a cursor/,
  },
  {
    check: 'interrupted export',
    what: 'a cursor one row too far at the end of a page',
    adapter: withHistory({ contact: { read: pageAheadExport } }),
    says: /history\.contact when it was cut after 1 rows loses 2/,
  },
  {
    check: 'right error',
    what: 'an error of its own',
    adapter: {
      ...good,
      checkConnection: async (client) => {
        try {
          return await good.checkConnection(client);
        } catch (cause) {
          throw new Error('The check failed.', { cause });
        }
      },
    },
    says: /checkConnection, rateLimited: an error that is none of ours/,
  },
  {
    check: 'right error',
    what: 'an error that is swallowed',
    adapter: withPoll({ order: swallowing(poll?.order) }),
    says: /poll\.order, unauthorized: no error/,
  },
  {
    check: 'right error',
    what: 'every failure called an outage',
    adapter: withHistory({
      order: {
        async *read(client: ExampleClient, range: object, cursor?: string) {
          try {
            yield* history?.order?.read(client, range, cursor) ?? [];
          } catch {
            throw new StoreUnavailable('something went wrong');
          }
        },
      },
    }),
    says: /history\.order, unauthorized: STORE_UNAVAILABLE, expected STORE_UNAUTHORIZED/,
  },
  {
    check: 'change of clocks',
    what: 'a fake whose clocks never change',
    fake: () => new OtherFake({ context: { zone: 'UTC' } }),
    says: /do not change/,
  },
];

/** Reads by wall-clock time, and forgets that an hour comes twice. */
async function* localTimePoll(
  client: ExampleClient,
  { cursor, since }: { cursor?: string; since: string },
): AsyncGenerator<SourceRow> {
  const local = (utc: string) =>
    new Date(`${utc}Z`).toLocaleString('sv-SE', { timeZone: 'Europe/Warsaw' });
  const from = cursor ?? local(since.slice(0, 19));
  const all = await client.get<{ id: string; updated_at: string }[]>('/contact', {
    order: 'updated',
    after: '',
    limit: 1000,
  });
  for (const raw of all.filter(({ updated_at }) => local(updated_at) >= from)) {
    const version = raw.updated_at;
    yield { kind: 'contact', id: raw.id, version, raw, cursor: local(version) };
  }
}

/** Gives the place behind the page with each row of it. */
async function* pageAheadExport(
  client: ExampleClient,
  _range: object,
  cursor = '',
): AsyncGenerator<SourceRow> {
  for (let after = cursor; ; ) {
    const page = await client.get<{ id: string }[]>('/contact', { order: 'id', after, limit: 3 });
    after = page.at(-1)?.id ?? after;
    for (const raw of page) yield { kind: 'contact', id: raw.id, raw, cursor: after };
    if (page.length < 3) return;
  }
}
