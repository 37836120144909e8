import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  applyMapping,
  type Contact,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Order,
  type SourceRow,
} from '@storewire/core';
import { PrestashopClient } from '../src/client.js';
import { contactMapping } from '../src/contact.mapping.js';
import { patchBody, putBody } from '../src/customer-xml.js';
import { errorCodesOf, permissionsOf, rowsOfJson, rowsOfXml } from '../src/documents.js';
import { customerHistory, orderHistory } from '../src/history.js';
import { orderMapping } from '../src/order.mapping.js';
import { missingFrom } from '../src/permissions.js';
import { PRESTASHOP_17 } from '../src/versions.js';
import { FakePrestashop } from './fake-prestashop.js';
import { RESOURCES } from './tables.js';

/** Answers of a running PrestaShop 8.2.1; beside the repository, where they are kept. */
const FOLDER = new URL('../../../../../shared/recorded/prestashop-8.2.1/', import.meta.url);
const hasRecordings = existsSync(FOLDER);

interface Recording {
  request: { method: string; url: string; headers: Record<string, string>; body?: string | null };
  response: { status: number; headers: Record<string, string>; body: string };
}

const recording = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;

const answerOf = ({ response }: Recording): HttpResponse => ({
  status: response.status,
  headers: response.headers,
  text: response.body,
  json: <T>() => JSON.parse(response.body) as T,
});

const RECORDED_KEY = 'HUBTESTKEY0000A1HUBTESTKEY0000A1';
const CONTEXT = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };

if (!hasRecordings) {
  it('has no recordings beside the repository to compare with', () => {
    console.info('No recordings of PrestaShop beside the repository: nothing was compared.');
  });
}

const describeRecorded = (name: string, tests: () => void): void => {
  if (hasRecordings) describe(name, tests);
};

describeRecorded('what a running PrestaShop 8.2.1 answers', () => {
  const lists = hasRecordings
    ? readdirSync(FOLDER).flatMap((file) => /^list-(\w+)-xml\.json$/.exec(file)?.[1] ?? [])
    : [];

  it.each(lists)('%s is the same in JSON and in XML', (resource) => {
    const json = rowsOfJson(recording(`list-${resource}-json`).response.body, resource) ?? [];
    const xml = rowsOfXml(answerOf(recording(`list-${resource}-xml`)), resource);
    expect(xml.map(({ id }) => id)).toEqual(json.map(({ id }) => id));
    for (const [i, row] of json.entries()) {
      expect(Object.keys(xml[i] ?? {}).sort()).toEqual(Object.keys(row).sort());
      // A cart that is read is saved, so its time may lie between the two recordings.
      const skipped = resource === 'carts' ? ['date_upd'] : [];
      for (const [field, value] of Object.entries(row)) {
        if (skipped.includes(field) || (value !== null && typeof value === 'object')) continue;
        expect([field, xml[i]?.[field]]).toEqual([
          field,
          field === 'id' ? value : String(value ?? ''),
        ]);
      }
      expect(xml[i]?.associations).toEqual(row.associations);
    }
  });

  it('has the ids of a list without fields, in both forms', () => {
    const json = rowsOfJson(recording('customers-ids-json').response.body, 'customers');
    const xml = rowsOfXml(answerOf(recording('customers-ids-xml')), 'customers');
    expect(json).toEqual([1, 2, 3, 4, 5, 6].map((id) => ({ id })));
    expect(xml.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('says in XML which permissions a key has', () => {
    const full = permissionsOf(answerOf(recording('root-xml')));
    expect(full.shopName).toBe('Test Shop');
    expect(missingFrom(full.permissions, '8.2.1')).toEqual([]);
    const limited = permissionsOf(answerOf(recording('root-limited-key-xml')));
    const missing = missingFrom(limited.permissions, '8.2.1').map(({ permission }) => permission);
    expect(missing).toContain('addresses GET');
    expect(missing).toContain('customers PATCH');
    expect(missing).not.toContain('orders GET');
  });

  it('takes the bodies that are written here', () => {
    const patch = recording('consent-patch-on');
    const sent = { newsletter: '1', newsletter_date_add: '2026-11-21 17:45:00' } as const;
    expect(patchBody('3', sent)).toBe(patch.request.body);
    const entity = recording('consent-put-full-body-as-read').response.body;
    const put = recording('consent-put-full-body-on');
    const body = putBody(entity, '3', {
      newsletter: '1',
      newsletter_date_add: '2026-11-21 18:00:00',
    });
    const zeroless = put.request.body?.replaceAll(/0000-00-00(?: 00:00:00)?/g, '');
    const withoutTimes = (xml: string | undefined) =>
      xml?.replace(/<date_upd>.*<\/date_upd>/, '').trim();
    expect(withoutTimes(body)).toBe(withoutTimes(zeroless));
  });

  it('becomes the orders that the recordings describe', async () => {
    const records = await mapped<Order>(orderHistory.read(replaying(), {}), orderMapping);
    expect(Object.fromEntries(records.map(({ externalId, state }) => [externalId, state]))).toEqual(
      {
        1: 'not-placed',
        2: 'awaiting-payment',
        3: 'paid',
        4: 'shipped',
        5: 'canceled',
        6: 'refunded',
        7: 'payment-error',
        8: 'paid',
        9: 'awaiting-payment',
        10: 'paid',
      },
    );
    const order = records.find(({ externalId }) => externalId === '4');
    expect(order).toMatchObject({
      placedAt: '2026-11-21T16:37:54.000Z',
      paidAt: '2026-11-21T16:37:55.000Z',
      email: 'jan.nowak+shop@example.net',
      customerId: '3',
      currency: 'PLN',
      language: 'pl-PL',
    });
  });

  it('becomes customers, of whom a guest without a tick says nothing', async () => {
    const records = await mapped<Contact>(customerHistory.read(replaying(), {}), contactMapping);
    const consents = records.map(({ externalId, emailConsent }) => [externalId, emailConsent]);
    expect(Object.fromEntries(consents)).toMatchObject({ 2: 'in', 3: 'out', 6: 'out' });
    expect(records.find(({ externalId }) => externalId === '4')).not.toHaveProperty('emailConsent');
    expect(records.find(({ externalId }) => externalId === '6')?.firstName).toBe('Mia 😀');
  });
});

describeRecorded('the fake next to a running PrestaShop 8.2.1', () => {
  const fake = new FakePrestashop();
  let base = '';
  let key = '';
  beforeAll(async () => {
    const { connection } = await fake.start();
    base = connection.url;
    key = connection.webserviceKey;
    fake.webservice.permissions = [...fake.permissions, 'customers PUT'];
    fake.seed('contact', 6);
    fake.seed('order', 3);
    fake.seed('cart', 1);
  });
  afterAll(() => fake.stop());

  const NAMES = [
    ...['customers-ids-json', 'customers-fields-json', 'customers-fields-xml', 'customers-ids-xml'],
    ...['customers-limit-json', 'customers-limit-bad-json', 'customers-limit-zero-json'],
    ...['customers-limit-beyond-json', 'customers-limit-beyond-xml', 'customers-keyset-json'],
    ...['customers-output-format-query-json', 'customers-output-format-lowercase'],
    ...['customers-not-json', 'empty-list-json', 'empty-list-xml', 'empty-list-no-display-json'],
    ...[
      'error-unknown-filter-json',
      'error-unknown-display-field-json',
      'error-display-syntax-json',
    ],
    ...['error-sort-unknown-field-json', 'error-filter-computed-field-json'],
    ...['orders-date-without-date1-json', 'orders-sort-date-without-date1-json'],
    ...['date-filter-bad-value-returns-everything-json', 'orders-date-range-json'],
    ...['orders-date-range-xml', 'products-language-1-json', 'products-language-two-json'],
    ...['products-with-gross-price-full-json', 'auth-bad-key', 'auth-bad-key-xml', 'auth-none'],
    ...['auth-ws-key-query', 'auth-ws-key-query-bad', 'error-unknown-resource-json'],
    ...['error-unknown-id-shop-json', 'single-not-found-json', 'single-not-found-xml'],
    ...[
      'single-customer-newsletter-zero-json',
      'single-customer-xml',
      'root-json-crash',
      'root-xml',
    ],
    ...['consent-patch-unknown-id', 'consent-patch-without-id', 'consent-patch-bad-value'],
    ...['consent-patch-json-body', 'consent-put-short-body', 'consent-patch-on'],
    ...['dispatcher-path-without-rewrite-json'],
    ...Object.keys(RESOURCES).flatMap((name) => [`list-${name}-json`, `list-${name}-xml`]),
  ].filter((name) => existsSync(new URL(`${name}.json`, FOLDER)));

  it.each(NAMES)('answers as in %s', async (name) => {
    const { request, response } = recording(name);
    const own = await ask(request);
    expect(own.status).toBe(response.status);
    expect(errorCodesIn(own.text)).toEqual(errorCodesIn(response.body));
    expect(shapeOf(own.text).kind).toBe(shapeOf(response.body).kind);
    const [mine, theirs] = [shapeOf(own.text).fields, shapeOf(response.body).fields];
    const strange = Object.entries(mine).filter(([field, type]) => !fits(type, theirs[field]));
    expect(strange).toEqual([]);
    expect(own.headers['psws-version'] ?? 'none').toBe(response.headers['psws-version'] ?? 'none');
  });

  async function ask({ method, url, headers, body }: Recording['request']): Promise<HttpResponse> {
    const given = { ...headers };
    if (given.Authorization?.includes(basic(RECORDED_KEY)))
      given.Authorization = `Basic ${basic(key)}`;
    const answer = await fetch(
      url.replace('http://shop.example.test', base).replace(RECORDED_KEY, key),
      {
        method,
        headers: given,
        redirect: 'manual',
        ...(body ? { body } : {}),
      },
    );
    const text = await answer.text();
    const entries = Object.fromEntries(answer.headers);
    return { status: answer.status, headers: entries, text, json: <T>() => JSON.parse(text) as T };
  }
});

const basic = (key: string): string => Buffer.from(`${key}:`).toString('base64');

/** Warnings of PHP name lines of its sources; how many there are is not the point. */
const errorCodesIn = (text: string): number[] => [...new Set(errorCodesOf(text))];

/** What an answer is, and the type of each field of its rows. */
function shapeOf(text: string): { kind: string; fields: Record<string, string> } {
  if (text.trimStart().startsWith('<')) {
    const bare = text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
    const names = [...bare.matchAll(/<(\w+)[\s>]/g)].map(([, name = '']) => [name, 'element']);
    return { kind: 'xml', fields: text.includes('<api ') ? {} : Object.fromEntries(names) };
  }
  try {
    const body = JSON.parse(text) as Record<string, unknown> | unknown[];
    if (Array.isArray(body)) return { kind: 'list', fields: {} };
    const [name = '', value] = Object.entries(body)[0] ?? [];
    const rows = (Array.isArray(value) ? value : [value]) as Record<string, unknown>[];
    const types = rows.flatMap((row) =>
      Object.entries(row).map(([field, inner]) => [field, typeof inner]),
    );
    return { kind: name, fields: name === 'errors' ? {} : Object.fromEntries(types) };
  } catch {
    return { kind: text === '' ? 'empty' : 'text', fields: {} };
  }
}

const fits = (mine: string, theirs: string | undefined): boolean => mine === theirs;

/** A client whose shop is the recordings: each list whole, whatever is filtered. */
function replaying(): PrestashopClient {
  const http: HttpClient = {
    async request({ url }: HttpRequest) {
      const resource = url.replace(/^.*\/api\//, '');
      const name = resource === 'configurations' ? 'configurations-selected' : `list-${resource}`;
      return answerOf(recording(`${name}-json`));
    },
    lines: () => {
      throw new Error('PrestaShop has no lines.');
    },
  };
  const connection = { url: 'http://shop.example.test', webserviceKey: RECORDED_KEY };
  return new PrestashopClient({ connection, http, platform: PRESTASHOP_17 });
}

async function mapped<T>(
  rows: AsyncIterable<SourceRow>,
  mapping: Parameters<typeof applyMapping>[0],
): Promise<T[]> {
  const records: T[] = [];
  for await (const { raw } of rows) {
    const { record, problems } = applyMapping(mapping, raw, CONTEXT);
    expect(problems).toEqual([]);
    records.push(record as T);
  }
  return records;
}
