import {
  type AnyAdapter,
  type Contact,
  defineAdapter,
  defineMapping,
  type Order,
  Setting,
} from '@storewire/core';
import { IsUrl } from 'class-validator';

export class CornerConnection {
  @Setting({ label: 'Shop address' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  url!: string;
}

/**
 * A platform that exists in tests only: a shop without an API, whose webhooks are believed and bring documents as
 * `{ kind, id, … }`. Its theme prints the cart, for the tracker has no watcher for it.
 */
export const cornerShop: AnyAdapter = defineAdapter<CornerConnection, CornerConnection>({
  id: 'corner',
  name: 'Corner shop',
  apiVersion: '1',
  versions: ['1.0'],
  connection: CornerConnection,
  capabilities: { contact: ['webhook'], order: ['webhook'] },
  connect: ({ connection }) => connection,
  checkConnection: async ({ url }) => ({
    shopKey: `corner:${new URL(url).host}`,
    name: 'Corner shop',
    url,
    zone: 'Europe/Warsaw',
    currency: 'PLN',
    missing: [],
  }),
  shopKey: ({ url }) => `corner:${new URL(url).host}`,
  sources: {
    webhooks: {
      topics: ['any'],
      verify: () => ({ outcome: 'accepted', topic: 'any' }),
      read: ({ rawBody }) => {
        const raw = JSON.parse(rawBody) as { kind: 'contact' | 'order'; id: string };
        return [
          {
            kind: raw.kind,
            id: raw.id,
            raw,
            ...(raw.kind === 'contact' ? { trigger: 'registration' as const } : {}),
          },
        ];
      },
    },
  },
  mappings: {
    contact: defineMapping<Contact>({
      externalId: { from: 'id', as: 'text' },
      email: { from: 'email', as: 'email' },
      name: { from: 'name', as: 'text' },
    }),
    order: defineMapping<Order>({
      externalId: { from: 'id', as: 'text', required: true },
      state: { from: 'state', as: 'text', required: true },
      placedAt: { from: 'placedAt', as: 'isoInstant', required: true },
      currency: { from: 'currency', as: 'currencyCode', required: true },
      total: { from: 'total', as: 'decimal', required: true },
      email: { from: 'email', as: 'email' },
      cartToken: { from: 'cartToken', as: 'text' },
      lines: { each: 'lines', map: { quantity: { from: 'quantity', as: 'integer' } } },
    }),
  },
  orderStates: { paid: 'purchase', open: 'ignore' },
});
