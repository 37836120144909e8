import {
  type ConsentWrite,
  type ConsentWriteResult,
  type Cursor,
  type History,
  type Poll,
  type RecordKind,
  type ShopInfo,
  type SourceRow,
  type StoredWebhook,
  UnreadableDocument,
  type WebhookRequest,
  type WebhookSubscription,
  type WebhookVerdict,
} from '@storewire/core';
import { equalInConstantTime, hmacBase64 } from '../../src/signature.js';
import {
  type Document,
  type ExampleClient,
  type Hook,
  type Kind,
  PAGE_SIZE,
} from './example-client.js';
import type { ExampleConnection } from './example-connection.js';

const PERMISSIONS = { read: 'nothing can be read', write: 'consent is not written back' };

export async function checkConnection(client: ExampleClient): Promise<ShopInfo> {
  const shop = await client.get<{ id: string; name: string; zone: string; permissions: string[] }>(
    '/shop',
  );
  return {
    shopKey: `example:${shop.id}`,
    name: shop.name,
    zone: shop.zone,
    missing: Object.entries(PERMISSIONS)
      .filter(([permission]) => !shop.permissions.includes(permission))
      .map(([permission, effect]) => ({ permission, effect })),
  };
}

/** Changed documents by (update time, id), which together tell rows of one second apart. */
export const poll = <K extends Kind>(kind: K): Poll<ExampleClient, K> =>
  async function* (client, { cursor, since }) {
    let after = cursor ?? `${since.slice(0, 19)}~`;
    for (;;) {
      const page = await client.get<Document[]>(`/${kind}`, {
        order: 'updated',
        after,
        limit: PAGE_SIZE,
      });
      for (const raw of page) {
        after = `${raw.updated_at}~${raw.id}`;
        yield { kind, id: raw.id, version: raw.updated_at, raw, cursor: after };
      }
      if (page.length < PAGE_SIZE) return;
    }
  };

export const history = <K extends Kind>(kind: K): History<ExampleClient, K> => ({
  count: async (client) => (await client.get<{ count: number }>(`/${kind}/count`)).count,
  async *read(client, _range, cursor?: Cursor) {
    let after = cursor ?? '';
    for (;;) {
      const page = await client.get<Document[]>(`/${kind}`, {
        order: 'id',
        after,
        limit: PAGE_SIZE,
      });
      for (const raw of page) {
        after = raw.id;
        yield { kind, id: raw.id, version: raw.updated_at, raw, cursor: after };
      }
      if (page.length < PAGE_SIZE) return;
    }
  },
});

export const TOPICS = [
  'contact/changed',
  'consent/changed',
  'cart/changed',
  'order/changed',
  'contact/erased',
] as const;

export function verify(
  { headers, rawBody }: WebhookRequest,
  connection: ExampleConnection,
): WebhookVerdict {
  const topic = headers['x-example-topic'];
  if (!topic) return { outcome: 'unsupported', reason: 'no topic' };
  const expected = hmacBase64(connection.webhookSecret, rawBody);
  if (!equalInConstantTime(headers['x-example-signature'] ?? '', expected)) {
    return { outcome: 'refused', reason: 'wrong signature' };
  }
  const deliveryId = headers['x-example-delivery'];
  return { outcome: 'accepted', topic, ...(deliveryId ? { deliveryId } : {}) };
}

export function* read({ topic, rawBody }: StoredWebhook): Generator<SourceRow> {
  let raw: Document & { contact_id?: string };
  try {
    raw = JSON.parse(rawBody);
  } catch {
    throw new UnreadableDocument(`${topic} is no JSON`);
  }
  const kind = topic === 'contact/erased' ? 'erasure' : (topic.split('/')[0] as RecordKind);
  yield { kind, id: raw.id ?? raw.contact_id, version: raw.updated_at, raw };
}

const activeAt = (hooks: readonly Hook[], address: string): WebhookSubscription[] =>
  hooks.filter((hook) => hook.address === address);

export const check = async (client: ExampleClient, address: string) =>
  activeAt(await client.get<Hook[]>('/hooks'), address);

export async function register(client: ExampleClient, address: string) {
  const held = await check(client, address);
  for (const topic of TOPICS) {
    const hook = held.find((h) => h.topic === topic);
    if (!hook) await client.send('POST', '/hooks', { topic, address });
    else if (!hook.active) await client.send('PUT', `/hooks/${hook.id}`, { active: true });
  }
  return check(client, address);
}

type Person = Document & { newsletter: string; newsletter_at: string | null };

const stateOf = ({ newsletter, newsletter_at }: Person) =>
  newsletter === 'yes' ? 'in' : newsletter_at ? 'out' : 'unknown';

export async function writeConsent(
  client: ExampleClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  const [person] = await client.get<Person[]>('/contact', { email: write.email });
  if (!person) return { outcome: 'missing' };
  if (stateOf(person) === write.state) return { outcome: 'unchanged', state: write.state };
  const after = await client.send<Person>('PUT', `/contact/${person.id}`, {
    newsletter: write.state === 'in' ? 'yes' : 'no',
  });
  return { outcome: 'written', state: stateOf(after) };
}
