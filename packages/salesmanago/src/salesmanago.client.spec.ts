import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannedDispatcher } from '../test/canned-dispatcher.js';
import { caught } from '../test/caught.js';
import { clientOn, credentials } from '../test/test-client.js';
import { SalesmanagoClient } from './salesmanago.client.js';
import { SalesmanagoError } from './salesmanago.error.js';

const event = { contactExtEventType: 'PURCHASE', date: 1 };
const product = {
  productId: '1',
  name: 'Mug',
  productUrl: 'https://shop.example/1',
  available: true,
  active: true,
  price: '1',
};
const query = { type: 'STANDARD', dateFrom: 0, dateTo: 3 } as const;

const METHODS: Record<string, (client: SalesmanagoClient) => Promise<unknown>> = {
  upsert: (c) => c.contacts.upsert({ contact: { email: 'a@b.example' } }),
  batchUpsert: (c) => c.contacts.batchUpsert([{ contact: { email: 'a@b.example' } }]),
  batchUpsertAsync: (c) => c.contacts.batchUpsertAsync([{ contact: { email: 'a@b.example' } }]),
  hasContact: (c) => c.contacts.hasContact('a@b.example'),
  basic: (c) => c.contacts.basic(['a@b.example']),
  basicById: (c) => c.contacts.basicById(['c-1']),
  listAll: (c) => c.contacts.listAll(['a@b.example']),
  listAllById: (c) => c.contacts.listAllById(['c-1']),
  deleteContact: (c) => c.contacts.delete('a@b.example'),
  addEvent: (c) => c.events.add({ email: 'a@b.example', contactEvent: event }),
  updateEvent: (c) => c.events.update('e-1', event),
  deleteEvent: (c) => c.events.delete('e-1'),
  addBatch: (c) => c.events.addBatch([{ email: 'a@b.example', contactEvent: event }]),
  owners: (c) => c.account.owners(),
  consentForms: (c) => c.account.consentForms(),
  jobStatus: (c) => c.account.jobStatus('1'),
  refreshToken: (c) => c.account.refreshToken(),
  catalogUpsert: (c) => c.catalogs.upsert({ name: 'A', currency: 'PLN', location: 'l' }),
  catalogList: (c) => c.catalogs.list(),
  catalogDelete: (c) => c.catalogs.delete('cat-1'),
  productUpsert: (c) => c.products.upsert('cat-1', [product]),
  updateQuantity: (c) => c.products.updateQuantity('cat-1', [{ productId: '1', quantity: 1 }]),
  updatePrice: (c) => c.products.updatePrice('cat-1', [{ productId: '1', price: '1' }]),
  collectionAdd: (c) => c.collections.add('W', 'cat-1'),
  collectionList: (c) => c.collections.list(),
  collectionProducts: (c) =>
    c.collections.addProducts('col-1', [{ contactId: 'c-1', productIds: ['1'] }]),
  collectionProductsOf: (c) => c.collections.productsOf('col-1', 'c-1'),
  collectionDelete: (c) => c.collections.delete('col-1'),
  keyInformationUpsert: (c) => c.keyInformation.upsert({ email: 'a@b.example' }),
  keyInformationGet: (c) => c.keyInformation.get({ email: 'a@b.example' }),
  emails: async (c) => {
    for await (const email of c.emails.all(query)) expect(email.emailId).not.toBe('');
  },
  createKey: (c) => c.apiKeys.create({ email: 'a@b.example', password: 'p', keyName: 'k' }),
  revokeKey: (c) => c.apiKeys.revoke('k'),
};

/** Bodies that use the real field names with values of every kind. */
const KEYS = [
  ...[
    'success',
    'message',
    'messages',
    'reasonCode',
    'problems',
    'values',
    'contactId',
    'contactIds',
    'eventId',
    'requestId',
  ],
  ...[
    'result',
    'contacts',
    'users',
    'consentFormList',
    'createdAmount',
    'failedAmount',
    'failedContacts',
    'token',
    'fileUrl',
  ],
  ...[
    'catalogs',
    'limits',
    'catalogId',
    'productIds',
    'products',
    'collections',
    'collectionUUID',
    'keyInformation',
    'emails',
    'apiKey',
  ],
  ...[
    'contactExtEvents',
    'contactTags',
    'properties',
    'address',
    'date',
    'id',
    'email',
    'name',
    'modifiedOn',
    'emailId',
    '__proto__',
  ],
];
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(
      true,
      false,
      null,
      0,
      1,
      -1,
      1e308,
      '',
      '0',
      'a@b.example',
      'products[3].name|max:1|x',
      10,
      12,
      13,
    ),
    fc.string(),
    fc.double(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8 }),
}));
const successful = fc
  .dictionary(fc.constantFrom(...KEYS), anyValue, { maxKeys: 10 })
  .map((body) => JSON.stringify({ ...body, success: true }));
const anyBody = fc.oneof(
  fc.string(),
  fc.json(),
  anyValue.map((value) => JSON.stringify(value) ?? ''),
  successful,
);
const anyStatus = fc.oneof(
  fc.constantFrom(200, 200, 200, 400, 401, 403, 408, 429, 500, 503),
  fc.integer({ min: 200, max: 599 }),
);

describe('every method', () => {
  it.each(Object.keys(METHODS))(
    '%s gives a value or throws a SalesmanagoError, whatever the answer',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(anyStatus, anyBody, async (status, body) => {
          const client = clientOn('http://127.0.0.1:1', new CannedDispatcher(status, body));
          try {
            await METHODS[name]?.(client);
          } catch (error) {
            expect(error).toBeInstanceOf(SalesmanagoError);
            expect(['refused', 'unauthorized', 'notSent', 'unknown']).toContain(
              (error as SalesmanagoError).outcome,
            );
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(Object.entries({ upsert: 'contactId', addEvent: 'eventId' }))(
    '%s is done only with %s',
    async (name, key) => {
      await fc.assert(
        fc.asyncProperty(anyStatus, anyBody, async (status, body) => {
          const client = clientOn('http://127.0.0.1:1', new CannedDispatcher(status, body));
          const value = await METHODS[name]?.(client).catch(() => undefined);
          if (value === undefined) return;
          const parsed = JSON.parse(body) as Record<string, unknown>;
          expect(status).toBeLessThan(300);
          expect(parsed.success).toBe(true);
          expect(value).toMatchObject({ value: { [key]: String(parsed[key]) } });
        }),
      );
    },
  );
});

describe('a client', () => {
  it('refuses an endpoint that is none, as a setting to correct', async () => {
    const wrong = { ...credentials('http://127.0.0.1:1'), endpoint: 'not a host' };
    expect(await caught(() => new SalesmanagoClient(wrong))).toMatchObject({
      outcome: 'unauthorized',
      code: 'SM_CREDENTIALS_INVALID',
    });
  });

  it('works without a v3 endpoint of its own', async () => {
    const client = new SalesmanagoClient(
      { ...credentials('http://127.0.0.1:1'), v3Endpoint: undefined },
      { dispatcher: new CannedDispatcher(200, '{"catalogs":[]}') },
    );
    expect((await client.catalogs.list()).catalogs).toEqual([]);
  });
});
