import { createHmac, randomUUID } from 'node:crypto';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
} from '@storewire/adapter-kit/contract';
import type { Channel, RecordKind } from '@storewire/core';
import type { BigCommerceConnection } from '../src/connection.js';
import { BigCommerceApi } from './bigcommerce-api.js';
import { cart, customer, iso, order, product, type Row, refund, subscriber } from './store-data.js';

const NEWSLETTER = 'marketing_newsletter';

/**
 * BigCommerce in miniature, with its habits: 204 for an empty list of v2, no order among subscribers, cursors for
 * customers, subscriptions that move no customer, refunds that move no order, filters that are ignored when they cannot
 * be read, 207 for what was done in part.
 */
export class FakeBigCommerce extends BigCommerceApi implements FakeStore<BigCommerceConnection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions = [
    'store_v2_information_read_only',
    'store_v2_customers',
    'store_v2_orders_read_only',
    'store_v2_products_read_only',
    'store_cart_read_only',
    'store_cart',
    'store_channel_settings_read_only',
    'store_sites_read_only',
  ];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = 250;

  async start(): Promise<{ connection: BigCommerceConnection }> {
    await this.listen();
    return { connection: this.connection() };
  }

  async reinstall(): Promise<{ connection: BigCommerceConnection }> {
    this.installs++;
    this.hooks.clear();
    return { connection: this.connection() };
  }

  protected get token(): string {
    return this.connection().accessToken;
  }

  connection(changes: Partial<BigCommerceConnection> = {}): BigCommerceConnection {
    return {
      storeHash: this.hash,
      accessToken: `accessTokenOfTheFake${this.installs}`,
      webhookSecret: 'webhookSecretOfTheFake0123',
      clientSecret: 'clientSecretOfTheFake0123',
      appClientId: 'appClientIdOfTheFake',
      appClientSecret: 'appClientSecretOfTheFake',
      recoveryLinks: 'on',
      apiBaseUrl: this.url,
      ...changes,
    };
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.advance(apartMs);
      return this.#make(kind);
    });
  }

  /** Every other change of an order is a refund, which leaves the order's own time alone. */
  touch(kind: RecordKind, id: string): void {
    const n = ++this.numbers;
    if (kind === 'cart') {
      const found = this.carts.get(id);
      if (found) Object.assign(found, { updated_time: iso(this.nowMs), version: n });
    } else if (kind === 'order') {
      if (n % 2 === 1) this.giveBack(id, 1);
      else this.stamp('order', id, { customer_message: `Note ${n}` });
    } else if (kind === 'product') this.stamp(kind, id, { name: `Changed ${n}` });
    else this.stamp('contact', id, { last_name: `Changed ${n}` });
  }

  giveBack(orderId: string, amount: number): void {
    this.refunds.push(refund(++this.numbers, Number(orderId), amount, this.nowMs));
  }

  setOrderState(id: string, state: string): boolean {
    this.stamp('order', id, { status_id: Number(state), status: `Status ${state}` });
    return true;
  }

  consent(contactId: string, _channel: Channel): FakeConsent {
    const found = this.subscriberOf(contactId);
    if (!found) return 'never';
    return (found.consents as string[]).includes(NEWSLETTER) ? 'in' : 'out';
  }

  /** A box that was left unticked at the checkout makes a subscriber without consents. */
  setConsent(contactId: string, _channel: Channel, state: FakeConsent): void {
    const consents = state === 'in' ? [NEWSLETTER] : [];
    const found = this.subscriberOf(contactId);
    if (found) Object.assign(found, { consents, date_modified: iso(this.nowMs) });
    else {
      const of = this.row('contact', contactId);
      this.subscribers.push(subscriber(++this.numbers, of, consents, this.nowMs));
    }
  }

  delivery(kind: RecordKind, id: string): Delivery {
    const [topic, data] = this.#event(kind, id);
    return this.deliver(topic, data);
  }

  /** A webhook about anything. */
  deliver(topic: string, data: object): Delivery {
    const rawBody = Buffer.from(
      JSON.stringify({
        scope: topic,
        store_id: '1025646',
        data,
        hash: createHmac('sha1', 'payload')
          .update(`${topic}${JSON.stringify(data)}`)
          .digest('hex'),
        created_at: Math.floor(this.nowMs / 1000),
        producer: `stores/${this.hash}`,
      }),
    );
    return { topic, rawBody, headers: this.sign(topic, rawBody) };
  }

  sign(_topic: string, rawBody: Buffer): Readonly<Record<string, string>> {
    const { webhookSecret, clientSecret } = this.connection();
    const id = randomUUID();
    const timestamp = String(Math.floor(this.nowMs / 1000));
    const signature = createHmac('sha256', String(clientSecret))
      .update(`${id}.${timestamp}.`)
      .update(rawBody)
      .digest('base64');
    return {
      'content-type': 'application/json',
      'x-storewire-token': webhookSecret,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  }

  subscriptions(): FakeSubscription[] {
    return this.hooks.rows.map(({ scope, destination, is_active }) => ({
      topic: String(scope),
      address: String(destination),
      active: is_active === true,
    }));
  }

  switchOff(topic: string): void {
    for (const hook of this.hooks.rows) if (hook.scope === topic) hook.is_active = false;
  }

  withhold(permission: string | undefined): void {
    this.withheld.clear();
    if (permission) this.withheld.add(permission);
  }

  subscriberOf(contactId: string): Row | undefined {
    const { email } = this.row('contact', contactId);
    return this.subscribers.find((row) => row.email === email);
  }

  #event(kind: RecordKind, id: string): [topic: string, data: object] {
    const number = Number(id);
    switch (kind) {
      case 'consent': {
        const found = this.subscriberOf(id);
        return ['store/subscriber/updated', { type: 'subscriber', id: found?.id }];
      }
      case 'erasure':
        return ['store/customer/deleted', { type: 'customer', id: number }];
      case 'cart':
        return ['store/cart/updated', { type: 'cart', id }];
      case 'order':
        return [
          'store/order/statusUpdated',
          { type: 'order', id: number, status: { previous_status_id: 0, new_status_id: 11 } },
        ];
      case 'product':
        return ['store/product/updated', { type: 'product', id: number }];
      default:
        return ['store/customer/updated', { type: 'customer', id: number }];
    }
  }

  #make(kind: RecordKind): string {
    const id = ++this.numbers;
    const ms = this.nowMs;
    if (kind === 'order') this.orders.push(order(id, ms, customer(id, ms)));
    else if (kind === 'product') this.products.push(product(id, ms));
    else if (kind === 'cart') {
      const uuid = randomUUID();
      this.carts.set(uuid, cart(uuid, ms, customer(id, ms)));
      return uuid;
    } else {
      this.customers.push(customer(id, ms));
      if (kind === 'consent') this.setConsent(String(id), 'email', 'in');
    }
    return String(id);
  }
}

export const fakeBigCommerce = (): FakeBigCommerce => new FakeBigCommerce();
