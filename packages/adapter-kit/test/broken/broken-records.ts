import { Setting, type StoredWebhook, type WebhookRequest } from '@storewire/core';
import { IsString } from 'class-validator';
import { sha256Hex } from '../../src/signature.js';
import { read, verify, writeConsent } from '../example/example-sources.js';
import {
  type Broken,
  changing,
  good,
  history,
  poll,
  webhooks,
  withHistory,
  withPoll,
  withRows,
  withSink,
  withWebhooks,
} from './variant.js';

class CarelessConnection {
  @Setting({ label: 'Shop' })
  @IsString()
  shop!: string;

  @Setting({ label: 'Address' })
  @IsString()
  address!: string;

  @Setting({ label: 'Token' })
  @IsString()
  token!: string;

  @Setting({ label: 'Webhook secret', secret: true })
  @IsString()
  webhookSecret!: string;
}

/** Wrong in what is declared, mapped or written back. */
export const BROKEN_RECORDS: readonly Broken[] = [
  {
    check: 'each capability it declares',
    what: 'a capability without code',
    adapter: { ...good, capabilities: { ...good.capabilities, product: ['poll'] } },
    says: /product: poll, but sources\.poll\.product is missing/,
  },
  {
    check: 'each capability it declares',
    what: 'code without a capability',
    adapter: { ...good, capabilities: { ...good.capabilities, order: ['webhook', 'poll'] } },
    says: /sources\.history\.order/,
  },
  {
    check: 'each capability it declares',
    what: 'a source that does not give what the store has',
    adapter: withPoll({ order: async function* () {} }),
    says: /does not come through the poll/,
  },
  {
    check: 'each capability it declares',
    what: 'a count that is not the number of rows',
    adapter: withHistory({ order: { ...history?.order, count: async () => 99 } }),
    says: /count says 99/,
  },
  {
    check: 'each capability it declares',
    what: 'no fixture',
    fixtures: new URL('../example/', import.meta.url),
    says: /contact: no fixtures/,
  },
  {
    check: 'blank settings',
    what: 'blank settings and an open token',
    adapter: { ...good, connection: CarelessConnection },
    says: /token: " {3}" is taken for a value[\s\S]*token: looks like a credential/,
  },
  {
    check: 'its expected record',
    what: 'a wrong mapping row',
    adapter: withRows('order', { total: { from: 'lines[0].price', as: 'decimal' } }),
    says: /order\.state\.returned\.json: \$\.total is "19\.90", expected "39\.80"/,
  },
  {
    check: 'its expected record',
    what: 'a required value that is looked for in the wrong place',
    adapter: withRows('contact', { email: { from: 'mail', as: 'email', required: true } }),
    says: /email needs mail/,
  },
  {
    check: 'recorded body of each topic',
    what: 'a topic nobody recorded',
    adapter: withWebhooks({ topics: [...(webhooks?.topics ?? []), 'order/lost'] }),
    says: /webhook\.order\.lost\.json/,
  },
  {
    check: 'recorded body of each topic',
    what: 'a broken body that is skipped in silence',
    adapter: withWebhooks({
      read: function* (webhook: StoredWebhook) {
        try {
          yield* read(webhook);
        } catch {}
      },
    }),
    says: /read without an error/,
  },
  {
    check: 'one effect key',
    what: 'an export that spells the id in another way',
    adapter: withHistory({
      order: {
        read: changing(history?.order?.read, (row) => ({
          ...row,
          raw: { ...(row.raw as object), id: `order-${row.id}` },
        })),
      },
    }),
    says: /differs by source/,
  },
  {
    check: 'one effect key',
    what: 'a poll without the time of payment',
    adapter: withPoll({
      order: changing(poll?.order, (row) => ({
        ...row,
        raw: { ...(row.raw as object), paid_at: null, created_at: '2020-01-01T00:00:00' },
      })),
    }),
    says: /differs by source/,
  },
  {
    check: 'one effect key',
    what: 'a paid order that is no purchase',
    adapter: { ...good, orderStates: { ...good.orderStates, paid: 'ignore' } },
    says: /must be one PURCHASE/,
  },
  {
    check: 'every order state',
    what: 'a state that nothing shows',
    adapter: { ...good, orderStates: { ...good.orderStates, lost: 'ignore' } },
    says: /lost: no fixtures/,
  },
  {
    check: 'every order state',
    what: 'a state read from the wrong field',
    adapter: withRows('order', { state: { from: 'currency', as: 'text', required: true } }),
    says: /returned\.json is mapped to PLN/,
  },
  {
    check: 'on, off and on again',
    what: 'a delivery id made of the body alone',
    adapter: withWebhooks({
      verify: (request: WebhookRequest, connection: never) => ({
        ...verify(request, connection),
        deliveryId: sha256Hex(request.rawBody),
      }),
    }),
    says: /must all differ/,
  },
  {
    check: 'on, off and on again',
    what: 'a version that does not change',
    adapter: withPoll({ contact: changing(poll?.contact, (row) => ({ ...row, version: '1' })) }),
    says: /gives the same version/,
  },
  {
    check: 'on, off and on again',
    what: 'a "no" that is never said',
    adapter: withRows('contact', { emailConsent: { from: 'newsletter', as: 'consentTick' } }),
    says: /went out says undefined/,
  },
  {
    check: 'first "no"',
    what: 'an update time that is taken for the time of consent',
    adapter: withRows('contact', { emailConsentAt: { from: 'updated_at', as: 'utcInstant' } }),
    says: /becomes an opt-out/,
  },
  {
    check: 'writes consent back',
    what: 'a write that does not compare',
    adapter: withSink(async (client, write) => {
      const result = await writeConsent(client, write);
      if (result.outcome !== 'unchanged') return result;
      const [person] = await client.get<{ id: string }[]>('/contact', { email: write.email });
      await client.send('PUT', `/contact/${person?.id}`, {
        newsletter: write.state === 'in' ? 'yes' : 'no',
      });
      return { outcome: 'written', state: write.state };
    }),
    says: /again gives written after 1 writes/,
  },
  {
    check: 'writes consent back',
    what: 'an answer that was not read back',
    adapter: withSink(async (client, write) => ({
      ...(await writeConsent(client, write)),
      state: 'in',
    })),
    says: /says the store has in, but it has out/,
  },
  {
    check: 'writes consent back',
    what: 'a person the store does not know',
    adapter: withSink(async (client, write) => {
      const result = await writeConsent(client, write);
      return result.outcome === 'missing' ? { outcome: 'written', state: write.state } : result;
    }),
    says: /expected missing/,
  },
];
