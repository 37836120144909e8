import type { AddressInfo } from 'node:net';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
  Fault,
} from '@storewire/adapter-kit/contract';
import type { Channel, Instant, RecordKind } from '@storewire/core';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { ShopifyConnection } from '../src/connection.js';
import { type BulkData, MAX_PAGE, type Shop } from './fake-api.js';
import { answerGraphql, type GraphqlBody, startBulk } from './fake-endpoint.js';
import { newTagData } from './fake-tag.js';
import { FakeLacks } from './graphql-executor.js';
import { SCOPES } from './scopes.js';
import {
  type CheckoutData,
  type CustomerData,
  type KeptConsent,
  type OrderData,
  SHOP_CURRENCY,
  SHOP_ZONE,
} from './shop-data.js';
import {
  checkoutBody,
  customerBody,
  emailConsentBody,
  orderBody,
  productBody,
  redactBody,
  smsConsentBody,
} from './webhook-documents.js';
import { topicOf, webhookHeaders } from './webhook-headers.js';

const DOMAIN = 'mugs-example.myshopify.com';
const STATES: Record<FakeConsent, KeptConsent['state']> = {
  in: 'SUBSCRIBED',
  out: 'UNSUBSCRIBED',
  pending: 'PENDING',
  never: 'NOT_SUBSCRIBED',
};

/** Shopify in miniature: the Admin API's GraphQL endpoint, bulk files and webhooks of one shop. */
export class FakeShopify implements FakeStore<ShopifyConnection> {
  readonly context = { zone: SHOP_ZONE, currency: SHOP_CURRENCY, country: 'PL', language: 'pl' };
  readonly permissions = SCOPES;
  readonly consentChannels: readonly Channel[] = ['email', 'mobile'];
  readonly unsubscribedTopics = ['customers/data_request', 'customers/redact', 'shop/redact'];
  readonly pageSize = MAX_PAGE;

  /** Looks that find a new export running. */
  bulkLooks = 0;
  /** How a new export ends. */
  bulkEnd: Pick<BulkData, 'status' | 'errorCode'> = { status: 'COMPLETED', errorCode: null };
  /** Every GraphQL call by operation, in order. */
  readonly calls: string[] = [];

  readonly shop: Shop;
  private readonly expired = new Set<string>();
  private readonly checkouts = new Map<string, CheckoutData>();
  private clock = Date.parse('2026-01-15T09:00:00Z');
  private lastId = 7_000_000_000;
  private token = 'shpat_FAKE_first_token';
  private secret = 'FAKE_first_client_secret';
  private fault: Fault | undefined;
  private changes = 0;
  private app: FastifyInstance | undefined;
  private base = '';

  constructor() {
    this.shop = {
      domain: DOMAIN,
      name: 'Mugs',
      customers: new Map(),
      orders: new Map(),
      products: new Map(),
      subscriptions: new Map(),
      bulk: new Map(),
      scopes: new Set(SCOPES),
      tag: newTagData(),
      nextId: () => String(++this.lastId),
      now: () => this.clock,
    };
  }

  async start(): Promise<{ connection: ShopifyConnection }> {
    const app = fastify({ forceCloseConnections: true });
    app.addHook('onRequest', async (_request, reply) => this.misbehaving(reply));
    app.post('/admin/api/2026-10/graphql.json', async (request, reply) => {
      if (request.headers['x-shopify-access-token'] !== this.token) return unauthorized(reply);
      reply.header('x-shopify-api-version', '2026-10');
      return this.answer(request.body as GraphqlBody);
    });
    app.get<{ Params: { id: string } }>('/bulk/:id.jsonl', async ({ params, headers }, reply) => {
      const operation = this.shop.bulk.get(`gid://shopify/BulkOperation/${params.id}`);
      if (headers['x-shopify-access-token']) return reply.code(400).send('A token was sent along.');
      if (operation?.status !== 'COMPLETED' || this.expired.has(operation.id))
        return reply.code(403).send('Expired');
      return reply.type('application/jsonl').send(`${operation.lines.join('\n')}\n`);
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    this.app = app;
    this.base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    return { connection: this.connection() };
  }

  async stop(): Promise<void> {
    await this.app?.close();
  }

  now(): Instant {
    return new Date(this.clock).toISOString();
  }

  setClock(at: Instant): void {
    this.clock = Date.parse(at);
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.clock += apartMs;
      return this.seedOne(kind);
    });
  }

  touch(kind: RecordKind, id: string): void {
    const order = this.shop.orders.get(id);
    const customer = this.shop.customers.get(id);
    const product = this.shop.products.get(id);
    const checkout = this.checkouts.get(id);
    const mark = `changed ${this.shop.nextId()}`;
    if (kind === 'order' && order) Object.assign(order, { note: mark, updatedAt: this.clock });
    else if (kind === 'product' && product)
      Object.assign(product, { title: mark, updatedAt: this.clock });
    else if (kind === 'cart' && checkout)
      Object.assign(checkout, { quantity: checkout.quantity + 1, updatedAt: this.clock });
    else if (customer) Object.assign(customer, { firstName: mark, updatedAt: this.clock });
    else throw new FakeLacks(`no ${kind} ${id} to touch`);
  }

  setOrderState(id: string, state: string): boolean {
    const order = this.order(id);
    const isCancelled = state === 'CANCELLED';
    order.cancelledAt = isCancelled ? this.clock : null;
    order.financialStatus = isCancelled ? 'PAID' : state;
    order.updatedAt = this.clock;
    return true;
  }

  delivery(kind: RecordKind, id: string): Delivery {
    const [topic, body] = this.webhook(kind, id);
    return this.deliver(topic, body);
  }

  /** A webhook of any topic and body. */
  deliver(topic: string, body: object): Delivery {
    const rawBody = Buffer.from(JSON.stringify(body));
    return { topic, rawBody, headers: this.sign(topic, rawBody) };
  }

  sign(topic: string, rawBody: Buffer): Readonly<Record<string, string>> {
    return webhookHeaders(topic, rawBody, { domain: DOMAIN, secret: this.secret, at: this.now() });
  }

  subscriptions(): FakeSubscription[] {
    return [...this.shop.subscriptions.values()].map(({ topic, uri }) => ({
      topic: topicOf(topic),
      address: uri,
      active: true,
    }));
  }

  switchOff(topic: string): void {
    for (const [id, subscription] of this.shop.subscriptions) {
      if (topicOf(subscription.topic) === topic) this.shop.subscriptions.delete(id);
    }
  }

  consent(contactId: string, channel: Channel): FakeConsent {
    const { state } = this.customer(contactId).consent[channel];
    return (Object.keys(STATES) as FakeConsent[]).find((key) => STATES[key] === state) ?? 'never';
  }

  setConsent(contactId: string, channel: Channel, state: FakeConsent): void {
    const customer = this.customer(contactId);
    customer.consent[channel] = { state: STATES[state], at: state === 'never' ? null : this.clock };
    customer.lastConsent = channel;
    customer.updatedAt = this.clock;
  }

  misbehave(fault: Fault | undefined): void {
    this.fault = fault;
  }

  withhold(permission: string | undefined): void {
    // With `write_customers` the right to read would come back.
    const gone = permission === 'read_customers' ? [permission, 'write_customers'] : [permission];
    this.shop.scopes = new Set(SCOPES.filter((scope) => !gone.includes(scope)));
  }

  writes(): number {
    return this.changes;
  }

  async reinstall(): Promise<{ connection: ShopifyConnection }> {
    this.token = 'shpat_FAKE_second_token';
    this.secret = 'FAKE_second_client_secret';
    this.shop.name = 'Mugs and more';
    return { connection: this.connection() };
  }

  customer(id: string): CustomerData {
    const customer = this.shop.customers.get(id);
    if (!customer) throw new FakeLacks(`no customer ${id}`);
    return customer;
  }

  order(id: string): OrderData {
    const order = this.shop.orders.get(id);
    if (!order) throw new FakeLacks(`no order ${id}`);
    return order;
  }

  /** A product with so many variants. */
  addProduct(variants: number): string {
    const id = this.shop.nextId();
    this.shop.products.set(id, {
      id,
      title: 'Mug',
      createdAt: this.clock,
      updatedAt: this.clock,
      variants: Array.from({ length: variants }, (_, i) => ({
        id: this.shop.nextId(),
        title: `Blue ${i}`,
        stock: 3,
      })),
    });
    return id;
  }

  /** A paid order with so many lines and refunds. */
  addOrder(lines = 1, refunds = 0): string {
    const id = this.shop.nextId();
    this.shop.orders.set(id, {
      id,
      customer: this.addCustomer(),
      createdAt: this.clock,
      updatedAt: this.clock,
      cancelledAt: null,
      financialStatus: refunds > 0 ? 'PARTIALLY_REFUNDED' : 'PAID',
      note: null,
      lines: Array.from({ length: lines }, () => ({
        id: this.shop.nextId(),
        quantity: 2,
        price: '49.00',
      })),
      refunds: Array.from({ length: refunds }, () => ({
        id: this.shop.nextId(),
        at: this.clock,
        amount: '10.00',
      })),
    });
    return id;
  }

  /** The files of exports are refused from now on, although their operations are still known as done. */
  expireFiles(): void {
    for (const operation of this.shop.bulk.values()) this.expired.add(operation.id);
  }

  /** An export of somebody else that is running. */
  occupyBulk(): void {
    this.startBulk('{ customers { edges { node { id } } } }');
  }

  private connection(): ShopifyConnection {
    return {
      shopDomain: DOMAIN,
      accessToken: this.token,
      clientSecret: this.secret,
      apiBaseUrl: this.base,
    };
  }

  private seedOne(kind: RecordKind): string {
    switch (kind) {
      case 'order':
        return this.addOrder();
      case 'product':
        return this.addProduct(2);
      case 'cart': {
        const id = `chk${this.shop.nextId()}`;
        const at = this.clock;
        const customer = this.addCustomer();
        this.checkouts.set(id, { id, customer, createdAt: at, updatedAt: at, quantity: 1 });
        return id;
      }
      case 'consent': {
        const { id } = this.addCustomer();
        this.setConsent(id, 'email', 'in');
        return id;
      }
      default:
        return this.addCustomer().id;
    }
  }

  private addCustomer(): CustomerData {
    const id = this.shop.nextId();
    const customer: CustomerData = {
      id,
      email: `person.${id}@customer.example`,
      phone: `+48${id.slice(-9)}`,
      firstName: 'Ola',
      lastName: 'Nowak',
      createdAt: this.clock,
      updatedAt: this.clock,
      consent: {
        email: { state: 'NOT_SUBSCRIBED', at: null },
        mobile: { state: 'NOT_SUBSCRIBED', at: null },
      },
      lastConsent: 'email',
    };
    this.shop.customers.set(id, customer);
    return customer;
  }

  private webhook(kind: RecordKind, id: string): [topic: string, body: object] {
    switch (kind) {
      case 'order':
        return ['orders/updated', orderBody(this.order(id))];
      case 'product': {
        const product = this.shop.products.get(id);
        if (!product) throw new FakeLacks(`no product ${id}`);
        return ['products/update', productBody(product)];
      }
      case 'cart': {
        const checkout = this.checkouts.get(id);
        if (!checkout) throw new FakeLacks(`no checkout ${id}`);
        return ['checkouts/update', checkoutBody(checkout)];
      }
      case 'erasure':
        return ['customers/redact', redactBody(this.customer(id), DOMAIN)];
      case 'consent': {
        const customer = this.customer(id);
        return customer.lastConsent === 'email'
          ? ['customers_email_marketing_consent/update', emailConsentBody(customer)]
          : ['customers_marketing_consent/update', smsConsentBody(customer)];
      }
      case 'contact':
        return ['customers/update', customerBody(this.customer(id))];
    }
  }

  private answer(body: GraphqlBody): object {
    this.calls.push(body.operationName ?? '');
    const isThrottled = this.fault === 'rateLimited';
    const { answer, isWrite } = answerGraphql(this.shop, body, {
      isThrottled,
      startBulk: (query) => this.startBulk(query),
    });
    if (isWrite) this.changes++;
    return JSON.parse(JSON.stringify(answer).replaceAll('{base}', this.base)) as object;
  }

  private startBulk(query: string): BulkData {
    return startBulk(this.shop, query, { looks: this.bulkLooks, ...this.bulkEnd });
  }

  private async misbehaving(reply: FastifyReply): Promise<unknown> {
    switch (this.fault) {
      case 'unauthorized':
        return unauthorized(reply);
      case 'serverError':
        return reply.code(500).send({ errors: 'Internal Server Error' });
      case 'html':
        return reply.type('text/html').send('<!doctype html><title>Back soon</title>');
      case 'silence':
        return new Promise(() => undefined);
      default:
        return undefined;
    }
  }
}

const unauthorized = (reply: FastifyReply): FastifyReply =>
  reply.code(401).send({
    errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
  });
