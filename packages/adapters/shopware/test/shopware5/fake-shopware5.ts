import { createHash } from 'node:crypto';
import type { FakeConsent, FakeStore, Fault } from '@storewire/adapter-kit/contract';
import type { RecordKind } from '@storewire/core';
import type { Shopware5Connection } from '../../src/shopware5/connection.js';
import { type Call, FakeServer, type Reply } from '../fake-server.js';
import { article, customer, order, type Row } from './shop-data.js';

const ZONE = 'Europe/Warsaw';
const REALM = 'Shopware REST-API';
const MAX_STATUS = 35;
const RESOURCES = { customers: 'customer', orders: 'order', articles: 'article', media: 'media' };
/** What a list leaves out. */
const DEEP: Readonly<Record<string, readonly string[]>> = {
  customers: ['defaultBillingAddress'],
  orders: ['billing', 'payment', 'paymentInstances', 'dispatch', 'languageSubShop', 'details'],
  articles: ['supplier', 'categories', 'images', 'details'],
};

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Shopware 5 in miniature, with its habits: times with the shop's offset in answers and without one in filters, lists
 * without the parts of an object, checkouts that were left among the orders, password hashes in answers, statuses that
 * move no time of change, and text filters that take `_` for any letter.
 */
export class FakeShopware5 extends FakeServer implements FakeStore<Shopware5Connection> {
  readonly context = { zone: ZONE, currency: 'PLN', country: 'PL' };
  readonly permissions = [
    'customer:read',
    'order:read',
    'article:read',
    'media:read',
    'customer:update',
  ];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = 100;
  version = '5.7.19';
  /** What the web server lets through; shops before 5.3.2 know Digest alone. */
  schemes: readonly ('basic' | 'digest')[] = ['basic', 'digest'];
  nonce = 'nonce-1';

  readonly tables: Record<keyof typeof RESOURCES, Row[]> = {
    customers: [],
    orders: [],
    articles: [],
    media: [],
  };
  #name = 'Shop of the fake';
  #credentials = { apiUser: 'storewire', apiKey: 'key-of-the-fake-store-0' };
  #ids = 0;

  async start(): Promise<{ connection: Shopware5Connection }> {
    await this.listen();
    return { connection: this.#connection() };
  }

  async reinstall(): Promise<{ connection: Shopware5Connection }> {
    this.#name = 'Shop with a new name';
    this.#credentials = { apiUser: 'storewire2', apiKey: 'key-of-the-fake-store-1' };
    return { connection: this.#connection() };
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.advance(apartMs);
      return String(this.#make(kind).id);
    });
  }

  /** A change of an order moves its time only when a person makes it in the backend; every other one does not. */
  touch(kind: RecordKind, id: string): void {
    const row = this.row(kind, id);
    const n = ++this.#ids;
    if (kind === 'contact') Object.assign(row, { lastname: `Lis ${n}`, changed: this.shopTime() });
    if (kind === 'product') Object.assign(row, { name: `Pot ${n}`, changed: this.shopTime() });
    if (kind === 'order') {
      Object.assign(row, { internalComment: `Note ${n}` });
      if (n % 2 === 0) row.changed = this.shopTime();
    }
  }

  setOrderState(id: string, state: string): boolean {
    const [, which, number] = /^(payment|order)_(\d+)$/.exec(state) ?? [];
    if (number === undefined || Number(number) > MAX_STATUS) return false;
    const row = this.row('order', id);
    row.orderStatusId = which === 'order' ? Number(number) : 0;
    if (which === 'payment') row.paymentStatusId = Number(number);
    return true;
  }

  consent(contactId: string): FakeConsent {
    return this.row('contact', contactId).newsletter ? 'in' : 'out';
  }

  setConsent(contactId: string, _channel: 'email' | 'mobile', state: FakeConsent): void {
    const newsletter = state === 'in' ? 1 : 0;
    Object.assign(this.row('contact', contactId), { newsletter, changed: this.shopTime() });
  }

  row(kind: RecordKind, id: string): Row {
    const table = kind === 'order' ? 'orders' : kind === 'product' ? 'articles' : 'customers';
    const row = this.tables[table].find((one) => one.id === Number(id));
    if (!row) throw new Error(`The fake has no ${kind} ${id}.`);
    return row;
  }

  /** The time as the shop writes it: its clock face with the offset, without a colon. */
  shopTime(): string {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: ZONE,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(Date.parse(this.now()));
    const offset = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'longOffset' })
      .formatToParts(Date.parse(this.now()))
      .find(({ type }) => type === 'timeZoneName')
      ?.value.replace(/GMT|:/g, '');
    return `${parts.replace(' ', 'T')}${offset}`;
  }

  newId(): number {
    return ++this.#ids;
  }

  protected faultReply(fault: Fault): Reply {
    if (fault === 'html') return { status: 200, body: '<!doctype html><p>Wartungsarbeiten' };
    const status = fault === 'rateLimited' ? 429 : fault === 'unauthorized' ? 401 : 500;
    return failure(status, 'SQLSTATE[42S22]: WHERE email = somebody@poczta.example');
  }

  protected reply(call: Call): Reply {
    if (!call.path.startsWith('/api/')) return failure(404, 'Not found');
    if (!this.#isKnown(call)) {
      const challenges = { basic: `Basic realm="${REALM}"`, digest: this.#challenge() };
      return {
        ...failure(401, 'Invalid or missing auth'),
        headers: { 'www-authenticate': this.schemes.map((s) => challenges[s]).join(', ') },
      };
    }
    const [, resource = '', id] = call.path.slice(1).split('/');
    if (resource === 'version') return success({ version: this.version, revision: '202403' });
    if (resource === 'shops') return this.#shops(id);
    if (!(resource in RESOURCES)) return failure(404, 'Not found');
    const table = resource as keyof typeof RESOURCES;
    const privilege = `${RESOURCES[table]}:${call.method === 'PUT' ? 'update' : 'read'}`;
    if (privilege === this.withheld) return failure(403, '');
    if (call.method === 'PUT') return this.#update(table, id, call.body as object);
    if (id === undefined) return this.#list(table, call.query);
    const row = this.tables[table].find((one) => one.id === Number(id));
    const isCheckout = table === 'orders' && row?.orderStatusId === -1;
    return row && !isCheckout ? success(row) : failure(404, `${RESOURCES[table]} not found`);
  }

  #challenge(): string {
    return `Digest realm="${REALM}", domain="/", nonce="${this.nonce}", opaque="d75db7b1", algorithm="MD5", qop="auth"`;
  }

  #isKnown({ method, url, headers }: Call): boolean {
    const { apiUser, apiKey } = this.#credentials;
    const given = headers.authorization ?? '';
    const pair = Buffer.from(`${apiUser}:${apiKey}`).toString('base64');
    if (this.schemes.includes('basic') && given === `Basic ${pair}`) return true;
    if (!this.schemes.includes('digest') || !given.startsWith('Digest ')) return false;
    const said = Object.fromEntries(
      [...given.matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name, value]) => [name, value]),
    );
    const expected = md5(
      [
        md5(`${apiUser}:${REALM}:${apiKey}`),
        this.nonce,
        said.nc,
        said.cnonce,
        said.qop,
        md5(`${method}:${url}`),
      ].join(':'),
    );
    return said.nonce === this.nonce && said.uri === url && said.response === expected;
  }

  #shops(id: string | undefined): Reply {
    const shop = {
      id: 1,
      name: this.#name,
      default: true,
      active: true,
      host: 'shop.example',
      basePath: '',
      secure: true,
    };
    if (!id) return { status: 200, body: { data: [shop], total: 1, success: true } };
    return success({ ...shop, currency: { id: 1, currency: 'PLN', factor: 1 } });
  }

  #list(table: keyof typeof RESOURCES, query: URLSearchParams): Reply {
    const limit = Number(query.get('limit') ?? 1000);
    const start = Number(query.get('start') ?? 0);
    let rows = [...this.tables[table]];
    for (let i = 0; query.has(`filter[${i}][property]`); i++) {
      const part = (name: string) => query.get(`filter[${i}][${name}]`) ?? '';
      rows = rows.filter((row) => fits(row, part('property'), part('expression'), part('value')));
    }
    const property = query.get('sort[0][property]') ?? 'id';
    const sign = query.get('sort[0][direction]') === 'DESC' ? -1 : 1;
    rows.sort((a, b) => sign * (keyOf(a, property) < keyOf(b, property) ? -1 : 1));
    const data = rows
      .slice(start, start + limit)
      .map((row) =>
        Object.fromEntries(Object.entries(row).filter(([n]) => !DEEP[table]?.includes(n))),
      );
    return { status: 200, body: { data, total: rows.length, success: true } };
  }

  #update(table: keyof typeof RESOURCES, id: string | undefined, fields: object): Reply {
    if (!Number(id)) return failure(400, 'Missing parameter: id');
    const row = this.tables[table].find((one) => one.id === Number(id));
    if (!row) return failure(404, 'Customer not found');
    // What the platform does when a change comes without the payment method.
    const cleared = 'paymentId' in fields ? {} : { paymentPreset: null };
    Object.assign(row, cleared, fields, { changed: this.shopTime() });
    this.changes++;
    return success({ id: row.id, location: `${this.url}/api/${table}/${row.id}` });
  }

  #make(kind: RecordKind): Row {
    const at = this.shopTime();
    const id = this.newId();
    if (kind === 'order') {
      // A checkout that was left, as shops have by the thousand.
      const left = { ...order(this.newId(), at, customer(id, at)), orderStatusId: -1, number: '0' };
      this.tables.orders.push(left);
      return push(this.tables.orders, order(this.newId(), at, customer(id, at)));
    }
    if (kind === 'product') {
      this.tables.media.push({ id, path: `https://shop.example/media/image/${id}.jpg` });
      return push(this.tables.articles, article(id, at));
    }
    return push(
      this.tables.customers,
      customer(id, at, kind === 'consent' ? { newsletter: 1 } : {}),
    );
  }

  #connection(): Shopware5Connection {
    return { url: this.url, ...this.#credentials };
  }
}

const push = (rows: Row[], row: Row): Row => {
  rows.push(row);
  return row;
};

const PROPERTIES: Readonly<Record<string, string>> = { status: 'orderStatusId' };

/** A value as the database compares it: times by the shop's clock face. */
function keyOf(row: Row, property: string): string | number {
  const value = row[PROPERTIES[property] ?? property];
  if (typeof value === 'number') return value;
  return String(value ?? '')
    .slice(0, /^\d{4}-\d\d-\d\dT/.test(String(value)) ? 19 : undefined)
    .replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ')
    .toLowerCase();
}

function fits(row: Row, property: string, expression: string, given: string): boolean {
  const is = keyOf(row, property);
  const wanted = typeof is === 'number' ? Number(given) : given.toLowerCase();
  switch (expression) {
    case '=':
      return is === wanted;
    case '>':
      return is > wanted;
    case '>=':
      return is >= wanted;
    case '<=':
      return is <= wanted;
    default:
      return new RegExp(`^${String(wanted).replaceAll('_', '.').replaceAll('%', '.*')}$`).test(
        String(is),
      );
  }
}

const success = (data: unknown): Reply => ({ status: 200, body: { data, success: true } });

const failure = (status: number, message: string): Reply => ({
  status,
  body: { success: false, message, code: status },
});
