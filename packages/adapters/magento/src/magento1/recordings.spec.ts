import { describe, expect, it } from '@jest/globals';
import {
  applyMapping,
  type Contact,
  type Mapping,
  type Order,
  type Product,
  type SourceRow,
} from '@storewire/core';
import { hasRecordings, recording, recordingNames } from '../../test/magento1/recordings.js';
import { replay, replayJsonRpc } from '../../test/magento1/replay.js';
import { collect, outcomeOf } from '../../test/quick-http.js';
import { contactMapping } from './contact.mapping.js';
import { orderMapping } from './order.mapping.js';
import { pollCustomers, pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { readSoap, soapRequest } from './soap-text.js';

const OPTIONS = { since: '2026-11-21T16:00:00.000Z', now: '2026-11-21T17:00:00.000Z' };
const POLAND = { currency: 'PLN', country: 'PL' };

if (!hasRecordings) {
  it('has no recordings beside the repository to compare with', () => {
    console.info('No recordings of OpenMage beside the repository: nothing was compared.');
  });
}

const describeRecorded = (name: string, tests: () => void): void => {
  if (hasRecordings) describe(name, tests);
};

/** SOAP leaves empty fields out, JSON-RPC says that they are empty. */
const said = (record: object): unknown =>
  JSON.parse(JSON.stringify(record, (_, value) => value ?? undefined));

describeRecorded('answers of a running OpenMage 20.0.20', () => {
  it('can all be read', () => {
    const names = recordingNames('soap2-').filter((name) => name !== 'soap2-wsdl');
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) {
      const { response } = recording(name);
      const read = readSoap(response.body);
      if (!read) throw new Error(`${name} is not read.`);
      const isFault = response.body.includes('<faultcode>');
      expect([name, 'fault' in read]).toEqual([name, isFault]);
    }
  });

  it.each([
    { name: 'soap2-salesOrderList-empty', gives: [] },
    { name: 'soap2-login', gives: 'c9bd8e3e2b40b0bbf34b9acd0400c88f' },
    {
      name: 'soap2-magentoInfo',
      gives: { magento_version: '1.9.4.5', magento_edition: 'Community' },
    },
    { name: 'soap2-endSession', gives: 'true' },
  ])('gives $gives for $name', ({ name, gives }) => {
    expect(readSoap(recording(name).response.body)).toEqual({ value: gives });
  });

  it('is asked byte for byte as the driver of the recording asked', () => {
    const session = 'e194acfe47e8345a398be6955d76d144';
    const range = [{ field: 'order_id', from: 3, to: 4 }];
    const args = [
      { name: 'sessionId', value: session },
      { name: 'filters', value: range },
    ];
    const ours = soapRequest('salesOrderList', args, 'urn:OpenMage');
    const theirs = recording('soap2-salesOrderList-id-from-to').request.body ?? '';
    expect(ours).toBe(theirs);
  });

  it('gives customers with an address and without the hash of their password', async () => {
    const { client, sent } = replay({
      customerCustomerList: 'soap2-customerCustomerList-all',
      customerAddressList: 'soap2-customerAddressList',
      storeList: 'soap2-storeList',
    });
    const rows = await collect(pollCustomers(client, OPTIONS));
    expect(rows.length).toBeGreaterThan(2);
    // From the login on in the namespace of the shop.
    expect(sent.get('customerCustomerList')?.join()).toContain('xmlns:ns1="urn:OpenMage"');
    expect(JSON.stringify(rows)).not.toMatch(/password/);
    for (const { raw } of rows) {
      const { record, problems } = applyMapping<Contact>(contactMapping, raw, POLAND);
      expect(problems).toEqual([]);
      expect(record).toMatchObject({
        email: expect.stringContaining('@'),
        phone: '+48600100200',
        address: { street: 'ul. Długa 5 m. 2', city: 'Kraków', country: 'PL' },
        registeredAt: expect.stringMatching(/^2026-11-21T16:/),
      });
      expect(record).not.toHaveProperty('emailConsent');
    }
  });

  it.each([
    { name: 'new', state: 'new' },
    { name: 'pending-payment', state: 'pending_payment' },
    { name: 'processing-coupon', state: 'processing' },
    { name: 'complete', state: 'complete' },
    { name: 'canceled', state: 'canceled' },
    { name: 'closed', state: 'closed' },
    { name: 'holded', state: 'holded' },
    { name: 'guest', state: 'processing' },
  ])('gives the order "$name" in the state $state', async ({ name, state }) => {
    const { client } = replay({
      salesOrderList: 'soap2-salesOrderList-single',
      salesOrderInfo: `soap2-salesOrderInfo-${name}`,
      salesOrderCreditmemoList: 'soap2-salesOrderCreditmemoList',
      storeList: 'soap2-storeList',
    });
    const [row] = await collect(pollOrders(client, OPTIONS));
    const { record, problems } = applyMapping<Order>(orderMapping, row?.raw, POLAND);
    expect(problems).toEqual([]);
    expect(record).toMatchObject({ state, currency: 'PLN', placedAt: expect.any(String) });
    expect(record.lines.length).toBeGreaterThan(0);
    expect(record.customerId ?? 'guest').toBe(name === 'guest' ? 'guest' : record.customerId);
    expect(record.refunds).toEqual(
      name === 'closed'
        ? [{ externalId: '1', amount: '67.44', at: '2026-11-21T16:38:09.000Z' }]
        : [],
    );
  });

  it('gives products with address, image, stock and category', async () => {
    const { client } = replay({
      catalogProductList: 'soap2-catalogProductList',
      catalogProductInfo: 'soap2-catalogProductInfo',
      catalogProductAttributeMediaList: 'soap2-catalogProductAttributeMediaList',
      catalogInventoryStockItemList: 'soap2-catalogInventoryStockItemList',
      catalogCategoryTree: 'soap2-catalogCategoryTree',
      storeList: 'soap2-storeList',
    });
    const [row] = await collect(pollProducts(client, OPTIONS));
    expect(applyMapping<Product>(productMapping, row?.raw, POLAND).record).toMatchObject({
      externalId: '1',
      sku: 'MUG-BLUE',
      url: 'https://shop.example/blue-mug.html',
      imageUrl: 'http://shop.example.test/media/catalog/product/i/m/import_blue.jpg',
      categories: ['Clothes'],
      price: '35.90',
      discountPrice: '28.72',
      isAvailable: true,
      isActive: true,
      quantity: 43,
      updatedAt: '2026-11-21T16:37:16.000Z',
    });
  });

  it.each([
    { answer: 'soap2-fault-salesOrderList-access-denied', code: 'STORE_FORBIDDEN' },
    { answer: 'soap2-fault-salesOrderList-unknown-field', code: 'STORE_UNAVAILABLE' },
    { answer: 'soap2-fault-bad-session', code: 'STORE_UNAUTHORIZED' },
    { answer: 'soap2-fault-unknown-operation', code: 'STORE_REFUSED' },
    { answer: 'soap2-fault-wsdl-unreachable', code: 'MAGENTO1_WSDL_UNREACHABLE' },
    { answer: 'soap2-fault-malformed-xml', code: 'STORE_REFUSED' },
  ])('is $code for $answer, without the text of the shop', async ({ answer, code }) => {
    const { client } = replay({ salesOrderList: answer });
    const error = await outcomeOf(client.list('sales_order.list', []));
    expect(error).toMatchObject({ code });
    expect(`${error.message} ${JSON.stringify(error)} ${error.cause}`).not.toMatch(
      /SELECT|SQLSTATE/,
    );
  });

  it.each(['soap2-fault-login-bad-key', 'soap2-fault-login-unknown-user'])(
    'is a refused login for %s',
    async (login) => {
      const error = await outcomeOf(replay({ login }).client.call('core_magento.info'));
      expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
      expect(error.message).toMatch(/API user or the API key is wrong/);
    },
  );

  it.each([
    { path: 'sales_order.info', operation: 'salesOrderInfo', args: ['999999999'] },
    { path: 'customer_address.list', operation: 'customerAddressList', args: ['9999'] },
    { path: 'catalog_product.info', operation: 'catalogProductInfo', args: ['9999'] },
  ] as const)(
    'is nothing for an object that $path does not know',
    async ({ path, operation, args }) => {
      const answer =
        operation === 'customerAddressList'
          ? 'soap2-customerAddressList-unknown'
          : `soap2-fault-${operation}-unknown`;
      expect(await replay({ [operation]: answer }).client.call(path, ...args)).toBeUndefined();
    },
  );

  it('maps the same over JSON-RPC, whose types are those of XML-RPC, and over SOAP v2', async () => {
    const soap = replay({
      customerCustomerList: 'soap2-customerCustomerList-updated-from-to',
      customerAddressList: 'soap2-customerAddressList',
      salesOrderList: 'soap2-salesOrderList-single',
      salesOrderInfo: 'soap2-salesOrderInfo-closed',
      salesOrderCreditmemoList: 'soap2-salesOrderCreditmemoList',
      catalogProductList: 'soap2-catalogProductList',
      catalogProductInfo: 'soap2-catalogProductInfo',
      catalogProductAttributeMediaList: 'soap2-catalogProductAttributeMediaList',
      catalogInventoryStockItemList: 'soap2-catalogInventoryStockItemList',
      catalogCategoryTree: 'soap2-catalogCategoryTree',
      storeList: 'soap2-storeList',
    }).client;
    const json = replayJsonRpc({
      'customer.list': 'xmlrpc-call-customer-list',
      'customer_address.list': 'xmlrpc-call-customer-address-list',
      'sales_order.list': 'xmlrpc-call-order-list',
      'sales_order.info': 'xmlrpc-call-order-info-closed',
      'sales_order_creditmemo.list': 'xmlrpc-call-customer-list-empty',
      'catalog_product.list': 'xmlrpc-call-product-list',
      'catalog_product.info': 'xmlrpc-call-product-info',
      'catalog_product_attribute_media.list': 'xmlrpc-call-media-list',
      'cataloginventory_stock_item.list': 'xmlrpc-call-stock-list',
      'catalog_category.tree': 'xmlrpc-call-category-tree',
      'store.list': 'xmlrpc-call-store-list',
    });
    const first = async <T>(mapping: Mapping<T>, rows: AsyncIterable<SourceRow>) => {
      const [row] = await collect(rows);
      const { record, problems } = applyMapping(mapping, row?.raw, POLAND);
      expect(problems).toEqual([]);
      return { id: row?.id, record: record as Partial<T> };
    };
    const contacts = [soap, json].map((c) => first(contactMapping, pollCustomers(c, OPTIONS)));
    const [contact, sameContact] = await Promise.all(contacts);
    expect(sameContact).toEqual(contact);

    const orders = [soap, json].map((c) => first(orderMapping, pollOrders(c, OPTIONS)));
    const [order, sameOrder] = await Promise.all(orders);
    // The recordings have no credit memos over XML-RPC, and lines tell their price with tax there.
    const { refunds: _r, lines, ...told } = sameOrder?.record ?? {};
    const { refunds: _s, lines: soapLines, ...wanted } = order?.record ?? {};
    expect(said(told)).toEqual(said(wanted));
    const idsIn = (lines: Order['lines'] | undefined) =>
      lines?.map(({ productId, sku, quantity }) => [productId, sku, quantity]);
    expect(idsIn(lines)).toEqual(idsIn(soapLines));

    const products = [soap, json].map((c) => first(productMapping, pollProducts(c, OPTIONS)));
    const [product, sameProduct] = await Promise.all(products);
    expect(said(sameProduct ?? {})).toEqual(said(product ?? {}));
  });
});
