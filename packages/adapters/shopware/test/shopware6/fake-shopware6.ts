import { createHmac } from 'node:crypto';
import type { Delivery, FakeConsent, FakeStore, Fault } from '@storewire/adapter-kit/contract';
import type { RecordKind } from '@storewire/core';
import type { Shopware6Connection } from '../../src/shopware6/connection.js';
import { CUSTOMER_ASSOCIATIONS } from '../../src/shopware6/contact-reading.js';
import type { Criteria } from '../../src/shopware6/criteria.js';
import { ORDER_ASSOCIATIONS } from '../../src/shopware6/order-reading.js';
import { PRODUCT_ASSOCIATIONS } from '../../src/shopware6/product-reading.js';
import { type Call, FakeServer, type Reply } from '../fake-server.js';
import { fits, privilegesFor, type Row, shown, sorted } from './search.js';
import {
  customer,
  hexId,
  LANGUAGE_ID,
  order,
  productWithVariant,
  recipient,
  salesChannel,
  transaction,
} from './shop-data.js';

const TOKEN_LASTS_MS = 600_000;
const WRITES = ['newsletter_recipient:create', 'newsletter_recipient:update'];

/**
 * Shopware 6 in miniature, with its habits: `updatedAt` null until the first change, payments that move no order, ids
 * that do not rise, associations only on request, ten rows where no limit is given, tokens of ten minutes.
 */
export class FakeShopware6 extends FakeServer implements FakeStore<Shopware6Connection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions: readonly string[] = [
    ...new Set([
      ...(privilegesFor('customer', CUSTOMER_ASSOCIATIONS) ?? []),
      ...(privilegesFor('order', ORDER_ASSOCIATIONS) ?? []),
      ...(privilegesFor('product', PRODUCT_ASSOCIATIONS) ?? []),
      'newsletter_recipient:read',
      'sales_channel:read',
      'sales_channel_domain:read',
      ...WRITES,
    ]),
  ];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = 100;
  version = '6.7.1.0';
  /** What some hosts do under FastCGI. */
  dropsAuthorization = false;

  readonly tables: Record<string, Row[]> = {
    customer: [],
    order: [],
    product: [],
    newsletter_recipient: [],
    sales_channel: [salesChannel('Shop of the fake')],
    integration: [],
    app_template: [],
  };
  #credentials = {
    clientId: 'SWIAFAKE0',
    clientSecret: 'secret-of-the-fake-store-0',
    webhookSecret: 'webhook-secret-of-the-fake-0',
  };
  readonly #tokens = new Map<string, number>();
  #numbers = 0;
  #installs = 0;

  async start(): Promise<{ connection: Shopware6Connection }> {
    await this.listen();
    return { connection: this.#connection() };
  }

  async reinstall(): Promise<{ connection: Shopware6Connection }> {
    this.#installs++;
    this.#credentials = {
      clientId: `SWIAFAKE${this.#installs}`,
      clientSecret: `secret-of-the-fake-store-${this.#installs}`,
      webhookSecret: `webhook-secret-of-the-fake-${this.#installs}`,
    };
    this.#tokens.clear();
    this.tables.sales_channel = [salesChannel(`Shop number ${this.#installs}`)];
    return { connection: this.#connection() };
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.advance(apartMs);
      return String(this.#make(kind).id);
    });
  }

  /** Every other change is one of a part only: of the payment, of the variant. */
  touch(kind: RecordKind, id: string): void {
    const row = this.#row(kind, id);
    const isOdd = ++this.#numbers % 2 === 1;
    if (kind === 'contact') this.stamp(row, { firstName: `Ola ${this.#numbers}` });
    else if (kind === 'order') {
      const [payment] = row.transactions as Row[];
      if (isOdd && payment) this.stamp(payment, { customFields: { seen: this.#numbers } });
      else this.stamp(row, { customerComment: `Note ${this.#numbers}` });
    } else if (kind === 'product') {
      const [variant] = row.children as Row[];
      this.stamp(isOdd && variant ? variant : row, { stock: this.#numbers });
    }
  }

  setOrderState(id: string, state: string): boolean {
    const row = this.#row('order', id);
    const own = /^order_(cancelled|completed)$/.exec(state)?.[1];
    if (state === 'no_payment') this.stamp(row, { transactions: [] });
    else if (own) {
      this.stamp(row, {
        stateMachineState: { technicalName: own },
        transactions: [transaction(++this.#numbers, 'open', this.#at())],
      });
    } else {
      row.stateMachineState = { technicalName: 'open' };
      row.transactions = [transaction(++this.#numbers, state, this.#at())];
    }
    return true;
  }

  consent(contactId: string): FakeConsent {
    const entry = this.#entryOf(contactId);
    const states = { direct: 'in', optIn: 'in', optOut: 'out', notSet: 'pending' } as const;
    return entry ? states[entry.status as keyof typeof states] : 'never';
  }

  setConsent(contactId: string, _channel: 'email' | 'mobile', state: FakeConsent): void {
    const entries = this.tables.newsletter_recipient ?? [];
    const entry = this.#entryOf(contactId);
    if (state === 'never') {
      this.tables.newsletter_recipient = entries.filter((one) => one !== entry);
      return;
    }
    const status = { in: 'optIn', out: 'optOut', pending: 'notSet' }[state];
    if (!entry) {
      entries.push(recipient(++this.#numbers, this.#row('contact', contactId), status, this.#at()));
    } else {
      this.stamp(entry, { status, ...(state === 'in' ? { confirmedAt: this.#at() } : {}) });
    }
  }

  /** The webhook of an app; the newer transport repeats the event id in a header. */
  override delivery(kind: RecordKind, id: string): Delivery {
    const [topic, payload] = this.#event(kind, id);
    const eventId = hexId('event', ++this.#numbers);
    const rawBody = Buffer.from(
      JSON.stringify({
        data: { event: topic, payload },
        source: { url: 'https://shop.example', appVersion: '1.0.0', shopId: 'dgrH7nLU', eventId },
        timestamp: Math.floor(Date.parse(this.now()) / 1000),
      }),
    );
    return { topic, rawBody, headers: this.sign(topic, rawBody) };
  }

  override sign(_topic: string, rawBody: Buffer): Readonly<Record<string, string>> {
    return {
      'content-type': 'application/json',
      'sw-version': this.version,
      'x-shopware-event-id': hexId('header', ++this.#numbers),
      'shopware-shop-signature': createHmac('sha256', this.#credentials.webhookSecret)
        .update(rawBody)
        .digest('hex'),
    };
  }

  #event(kind: RecordKind, id: string): [topic: string, payload: unknown] {
    const written = (entity: string, operation: string) => [
      { entity, operation, primaryKey: id, updatedFields: ['updatedAt'] },
    ];
    const entry = kind === 'consent' ? this.#entryOf(id) : undefined;
    if (entry) {
      // The entity as it was before the change.
      const newsletterRecipient = { ...entry, status: 'notSet' };
      const isOut = entry.status === 'optOut';
      return [`newsletter.${isOut ? 'unsubscribe' : 'confirm'}`, { newsletterRecipient }];
    }
    if (kind === 'erasure') return ['customer.deleted', written('customer', 'delete')];
    if (kind === 'order') {
      return ['state_enter.order_transaction.state.paid', { order: { id, lineItems: null } }];
    }
    if (kind === 'product') return ['product.written', written('product', 'update')];
    return ['customer.written', written('customer', 'update')];
  }

  /** Changes a row as the platform does, with its time. */
  stamp(row: Row, fields: Row): void {
    Object.assign(row, fields, { updatedAt: this.#at() });
  }

  add(table: string, row: Row): Row {
    this.tables[table]?.push(row);
    return row;
  }

  /** The time as it is written in answers. */
  stampNow(): string {
    return this.#at();
  }

  protected faultReply(fault: Fault): Reply {
    if (fault === 'html') return { status: 200, body: '<!doctype html><p>Maintenance' };
    const status = fault === 'rateLimited' ? 429 : fault === 'unauthorized' ? 401 : 500;
    return refusal(status, 'FRAMEWORK__FAULT', 'The fake was told to.');
  }

  protected reply(call: Call): Reply {
    if (!call.path.startsWith('/api/')) return refusal(404, '0', 'No route found');
    if (call.path === '/api/oauth/token') return this.#issueToken(call.body as Row);
    const given = this.dropsAuthorization ? '' : (call.headers.authorization ?? '');
    const token = /^Bearer (.+)$/.exec(given)?.[1] ?? '';
    if (!(Date.parse(this.now()) < (this.#tokens.get(token) ?? 0))) {
      return refusal(401, '9', 'The resource owner or authorization server denied the request.');
    }
    if (call.path === '/api/_info/version') return { status: 200, body: { version: this.version } };
    const [, action, name = '', id] = call.path.slice(1).split('/');
    const isSearch = action === 'search';
    const entity = (isSearch ? name : (action ?? '')).replaceAll('-', '_');
    if (!this.tables[entity]) return refusal(404, '0', 'No route found');
    if (isSearch && !id) return this.#search(entity, call);
    return this.#write(entity, call, name);
  }

  #issueToken({ grant_type, client_id, client_secret }: Row): Reply {
    const { clientId, clientSecret } = this.#credentials;
    if (grant_type !== 'client_credentials') return refusal(400, '2', 'unsupported grant type');
    if (client_id !== clientId || client_secret !== clientSecret) {
      return refusal(401, '4', 'Client authentication failed');
    }
    const token = `token-${this.#tokens.size}-${this.#installs}`;
    this.#tokens.set(token, Date.parse(this.now()) + TOKEN_LASTS_MS);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 600, access_token: token } };
  }

  #search(entity: string, { body, headers }: Call): Reply {
    const criteria = body as Criteria;
    const { page = 1, limit = 10, ids, filter = [], sort, associations } = criteria;
    if (limit > 500) return refusal(400, 'FRAMEWORK__QUERY_LIMIT_EXCEEDED', 'The limit is 500.');
    const needed = privilegesFor(entity, associations);
    if (!needed) return refusal(400, 'FRAMEWORK__ASSOCIATION_NOT_FOUND', 'Not found');
    const lacking = needed.filter((privilege) => privilege === this.withheld);
    if (lacking.length > 0) return forbidden(lacking);
    const all = (entity === 'integration' ? [this.#integration()] : (this.tables[entity] ?? []))
      .filter((row) => !ids || ids.includes(String(row.id)))
      .filter((row) => filter.every((one) => fits(row, one)));
    const rows = sorted(all, sort).slice((page - 1) * limit, page * limit);
    const data = rows.map((row) => shown(entity, row, criteria));
    const isPlain = headers.accept === 'application/json';
    return {
      status: 200,
      body: {
        total: criteria['total-count-mode'] === 1 ? all.length : rows.length,
        data: isPlain ? data : data.map(({ id, ...attributes }) => ({ id, attributes })),
      },
    };
  }

  #write(entity: string, { method, body }: Call, id: string): Reply {
    const isNew = method === 'POST';
    const privilege = `${entity}:${isNew ? 'create' : 'update'}`;
    if (privilege === this.withheld) return forbidden([privilege]);
    const fields = body as Row;
    const rows = this.tables[entity] ?? [];
    if (isNew) {
      const lacking = ['email', 'status', 'hash', 'languageId', 'salesChannelId'].filter(
        (field) => typeof fields[field] !== 'string',
      );
      if (lacking.length > 0) return refusal(400, 'c1051bb4', `${lacking.join()} is blank.`);
      rows.push({
        confirmedAt: null,
        language: null,
        ...fields,
        createdAt: this.#at(),
        updatedAt: null,
      });
    } else {
      const row = rows.find((one) => one.id === id);
      if (!row) return refusal(404, 'FRAMEWORK__WRITE_TYPE_INTEND_ERROR', 'Not found');
      this.stamp(row, fields);
    }
    this.changes++;
    return { status: 204, body: undefined };
  }

  #integration(): Row {
    const privileges = [...this.permissions].filter((name) => name !== this.withheld);
    const { clientId } = this.#credentials;
    return { id: hexId('i', 1), accessKey: clientId, admin: false, aclRoles: [{ privileges }] };
  }

  #make(kind: RecordKind): Row {
    const at = this.#at();
    const n = ++this.#numbers;
    if (kind === 'contact') return this.add('customer', customer(n, at));
    if (kind === 'order') return this.add('order', order(n, at, customer(n, at)));
    if (kind === 'product') {
      this.#numbers++;
      const { main, variant } = productWithVariant(n, at);
      this.add('product', variant);
      return this.add('product', main);
    }
    const person = this.#make('contact');
    if (kind === 'erasure') {
      this.tables.customer = this.tables.customer?.filter((row) => row !== person) ?? [];
      return person;
    }
    this.setConsent(String(person.id), 'email', 'in');
    return person;
  }

  #row(kind: RecordKind, id: string): Row {
    const table = kind === 'contact' || kind === 'consent' ? 'customer' : kind;
    const row = this.tables[table]?.find((one) => one.id === id);
    if (!row) throw new Error(`The fake has no ${kind} ${id}.`);
    return row;
  }

  #entryOf(contactId: string): Row | undefined {
    const { email } = this.#row('contact', contactId);
    return this.tables.newsletter_recipient?.find((entry) => entry.email === email);
  }

  #at(): string {
    return this.now().replace('Z', '+00:00');
  }

  #connection(): Shopware6Connection {
    return { url: `${this.url}/`, ...this.#credentials };
  }
}

export { LANGUAGE_ID };

const refusal = (status: number, code: string, detail: string): Reply => ({
  status,
  body: { errors: [{ code, status: String(status), title: 'Refused', detail }] },
});

/** The detail is JSON in a text, as Shopware writes it. */
const forbidden = (missingPrivileges: readonly string[]): Reply =>
  refusal(
    403,
    'FRAMEWORK__MISSING_PRIVILEGE_ERROR',
    JSON.stringify({ message: 'Missing privilege', missingPrivileges }),
  );
