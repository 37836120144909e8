import { createHash } from 'node:crypto';
import { hmacBase64 } from '@storewire/adapter-kit';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
  Fault,
} from '@storewire/adapter-kit/contract';
import type { Channel, Instant, RecordKind } from '@storewire/core';
import {
  createWooStore,
  type KeyPermission,
  type OrderStatus,
} from '@storewire/sandbox/woocommerce';
import type { WooCommerceConnection } from '../src/connection.js';
import { FrontServer } from './front-server.js';

const NEWSLETTER = 'newsletter_consent';
const SECRET = 'contractWebhookSecret0123456789';
const START = '2026-01-15T10:00:00.000Z';
/** The emulator makes its products beforehand: they lie in the bin, and "making" one is publishing the next. */
const PRODUCTS = 300;
/** Variable products take a call each; of those behind the first few only simple ones are used. */
const WITH_VARIATIONS = 8;

const TOPICS: Readonly<Partial<Record<RecordKind, string>>> = {
  contact: 'customer.updated',
  consent: 'customer.updated',
  order: 'order.updated',
  product: 'product.updated',
  erasure: 'customer.deleted',
};

/** The emulated shop of the sandbox as the contract suite wants it, behind a web server that can misbehave. */
export function fakeWooStore(): FakeStore<WooCommerceConnection> {
  let clockMs = Date.parse(START);
  let key = { key: 'ck_contract1', secret: 'cs_contract1' };
  let url = '';
  let nextProduct = 0;
  let deliveries = 0;
  const store = createWooStore({
    customers: 0,
    orders: 0,
    products: PRODUCTS,
    timezone: 'Europe/Warsaw',
    currency: 'PLN',
    newsletterKey: NEWSLETTER,
    consumerKey: key.key,
    consumerSecret: key.secret,
    now: () => clockMs,
  });
  const goods = Array.from({ length: PRODUCTS }, (_, n) => store.productId(n)).filter(
    (id, n) => n < WITH_VARIATIONS || store.product(id)?.type === 'simple',
  );
  for (let n = 0; n < PRODUCTS; n++) store.editProduct(store.productId(n), { status: 'trash' });
  // The hub's address in the suite is public; nothing may be sent there.
  store.webhooks.ping = async () => undefined;
  const front = new FrontServer(() => store.url);

  const connection = (): WooCommerceConnection => ({
    url: `${url}/`,
    consumerKey: key.key,
    consumerSecret: key.secret,
    webhookSecret: SECRET,
    newsletterField: NEWSLETTER,
  });
  const setPermissions = (permissions: KeyPermission) => {
    store.revokeKey(key.key);
    store.addKey({ ...key, permissions });
  };
  const sign = (topic: string, rawBody: Buffer) => {
    const [resource = '', event = ''] = topic.split('.');
    return {
      'content-type': 'application/json',
      'x-wc-webhook-source': `${url}/`,
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-resource': resource,
      'x-wc-webhook-event': event,
      'x-wc-webhook-signature': hmacBase64(SECRET, rawBody),
      'x-wc-webhook-id': '7',
      'x-wc-webhook-delivery-id': createHash('md5').update(`7${deliveries++}`).digest('hex'),
    };
  };
  const make: Readonly<Partial<Record<RecordKind, () => number>>> = {
    contact: () => store.registerCustomer().id,
    erasure: () => store.registerCustomer().id,
    consent: () => {
      const { id } = store.registerCustomer();
      store.setConsent(id, 'yes');
      return id;
    },
    order: () => {
      const lines = [{ productId: store.productId(0), quantity: 1 }];
      return store.placeOrder({ paid: true, paymentMethod: 'przelewy24', lines }).id;
    },
    product: () => {
      const id = goods[nextProduct++];
      if (id === undefined) throw new Error('The fake has no more products to publish.');
      store.editProduct(id, { status: 'publish' });
      return id;
    },
  };
  const document = (kind: RecordKind, id: number) => {
    if (kind === 'erasure') return { id };
    if (kind === 'order') return store.order(id);
    return kind === 'product' ? store.product(id) : store.customer(id);
  };

  return {
    context: {
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      country: 'PL',
      variables: { newsletterField: NEWSLETTER },
    },
    permissions: ['read', 'write'],
    consentChannels: ['email'],
    pageSize: 100,

    async start() {
      await store.listen();
      url = await front.listen();
      return { connection: connection() };
    },
    async stop() {
      await front.close();
      await store.close();
    },
    now: () => new Date(clockMs).toISOString(),
    setClock(at: Instant) {
      clockMs = Date.parse(at);
    },

    seed(kind, count, apartMs = 1000) {
      const ids: string[] = [];
      for (let n = 0; n < count; n++) {
        if (n > 0) clockMs += apartMs;
        const id = make[kind]?.();
        if (id === undefined) throw new Error(`The fake cannot make a ${kind}.`);
        ids.push(String(id));
      }
      return ids;
    },
    touch(kind, id) {
      if (kind === 'order') {
        const isDone = store.order(Number(id))?.status === 'completed';
        store.setOrderStatus(Number(id), isDone ? 'processing' : 'completed');
      } else if (kind === 'product') store.editProduct(Number(id), { name: `Changed ${clockMs}` });
      else store.editCustomer(Number(id), { lastName: `Changed ${clockMs}` });
    },
    setOrderState(id, state) {
      // What lies in the bin is in no list.
      if (state === 'trash') return false;
      store.setOrderStatus(Number(id), state as OrderStatus);
      return true;
    },

    delivery(kind, id): Delivery {
      const topic = TOPICS[kind];
      if (!topic) throw new Error(`There is no webhook about a ${kind}.`);
      const rawBody = Buffer.from(phpJson(document(kind, Number(id))));
      return { topic, headers: sign(topic, rawBody), rawBody };
    },
    sign,
    subscriptions: (): FakeSubscription[] =>
      [...store.webhooks.shelf.written()].map(({ topic, deliveryUrl, status }) => ({
        topic,
        address: deliveryUrl,
        active: status === 'active',
      })),
    switchOff(topic) {
      for (const webhook of [...store.webhooks.shelf.written()]) {
        if (webhook.topic === topic) store.webhooks.shelf.put({ ...webhook, status: 'disabled' });
      }
    },

    consent(contactId: string, _channel: Channel): FakeConsent {
      const meta = store.customer(Number(contactId))?.meta_data ?? [];
      const value = meta.find((row) => row.key === NEWSLETTER)?.value;
      if (value === undefined) return 'never';
      return value === 'yes' || value === '1' ? 'in' : 'out';
    },
    setConsent(contactId, _channel, state) {
      if (state === 'never') store.editCustomer(Number(contactId), {});
      else store.setConsent(Number(contactId), state === 'in' ? 'yes' : 'no');
    },

    misbehave(fault: Fault | undefined) {
      store.faults.clear();
      front.fault = fault === 'html' || fault === 'silence' ? fault : undefined;
      if (fault === 'rateLimited') store.faults.add({ kind: 'rateLimit' });
      if (fault === 'unauthorized') store.faults.add({ kind: 'unauthorized' });
      if (fault === 'serverError') store.faults.add({ kind: 'serverError' });
    },
    withhold(permission) {
      setPermissions(
        permission === 'write' ? 'read' : permission === 'read' ? 'write' : 'read_write',
      );
    },
    writes: () => front.writes,
    async reinstall() {
      store.revokeKey(key.key);
      key = { key: 'ck_contract2', secret: 'cs_contract2' };
      store.addKey({ ...key, permissions: 'read_write' });
      store.settings.name = 'Nowa Polana';
      return { connection: connection() };
    },
  };
}

/** JSON with the bytes PHP sends: slashes and everything beyond ASCII escaped. */
function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
