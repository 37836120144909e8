import { listing, queryName } from './listing.js';
import { minorOf } from './money.js';
import { isOnSale, priceNow, productDocument, variationDocument } from './product.document.js';
import type { GoodsFields } from './product-desk.js';
import { DATE_RULES, LIST_RULES, type ParamRules, Params } from './query.js';
import { PRODUCT_STATUSES, type ProductRecord, type ProductStatus } from './records.js';
import type { RestContext } from './rest-api.js';
import { idOf, isObject, type RestRequest, type RestResource, textField } from './rest-request.js';
import { termRoutes } from './term.routes.js';

/** In this order, repetitions and all, in the message of the real store. */
const ORDERBY = [
  'date',
  'id',
  'include',
  'title',
  'slug',
  'modified',
  'popularity',
  'rating',
  'post__in',
  'price',
  'sales',
  'menu_order',
  'random',
  'popularity',
  'rating',
  'menu_order',
  'price',
  'popularity',
  'rating',
];
const RULES: ParamRules = {
  ...LIST_RULES,
  ...DATE_RULES,
  orderby: { is: 'enum', of: ORDERBY },
  status: { is: 'enum', of: ['any', 'future', 'trash', ...PRODUCT_STATUSES] },
  type: { is: 'enum', of: ['simple', 'grouped', 'external', 'variable'] },
  sku: { is: 'text' },
  category: { is: 'ids' },
  brand: { is: 'ids' },
  stock_status: { is: 'enum', of: ['instock', 'outofstock', 'onbackorder'] },
  on_sale: { is: 'boolean' },
  min_price: { is: 'text' },
  max_price: { is: 'text' },
};
const PAGING = new Set(['page', 'per_page', 'offset', 'context']);
const QUERY_NAMES = Object.keys(RULES).filter((name) => !PAGING.has(name));
const TRASH = PRODUCT_STATUSES.indexOf('trash');

export function productRoutes(context: RestContext): RestResource[] {
  const { products, shop } = context;
  const show = (record: ProductRecord) =>
    productDocument(context.frame(), record, shop.surroundingsOf(record));
  const showVariation = (productId: number, id: number) =>
    variationDocument(
      context.frame(),
      products.find(productId),
      products.findVariation(productId, id),
    );
  return [
    {
      path: '/wc/v3/products',
      read: (request) => list(context, request, show),
      create: ({ body }) => ({
        status: 201,
        body: show(products.create(goodsFields(context, body))),
      }),
    },
    ...termRoutes(context),
    {
      path: '/wc/v3/products/{id}',
      read: (request) => ({ status: 200, body: show(products.find(idOf(request))) }),
      update: (request) => {
        const record = products.change(idOf(request), goodsFields(context, request.body));
        return { status: 200, body: show(record) };
      },
      remove: (request) => {
        const body = show(products.find(idOf(request)));
        if (new Params(request.query, {}).isTrue('force')) products.erase(idOf(request));
        else products.trash(idOf(request));
        return { status: 200, body };
      },
    },
    {
      path: '/wc/v3/products/{id}/variations',
      read: (request) => {
        const product = products.find(idOf(request));
        const params = new Params(request.query, LIST_RULES);
        const ids = product.variationIds;
        const found = { length: ids.length, id: (n: number) => ids[n] ?? 0 };
        return listing(context.frame(), request, params, found, (id) =>
          showVariation(product.id, id),
        );
      },
      create: (request) => {
        const attributes = rows(request.body.attributes).map((row) => ({
          name: textField(row, 'name') ?? '',
          option: textField(row, 'option') ?? '',
        }));
        const fields = goodsFields(context, request.body);
        const record = products.createVariation(idOf(request), fields, attributes);
        return { status: 201, body: showVariation(idOf(request), record.id) };
      },
    },
    {
      path: '/wc/v3/products/{id}/variations/{variation}',
      read: (request) => ({
        status: 200,
        body: showVariation(idOf(request), idOf(request, 'variation')),
      }),
      update: (request) => {
        const [id, variation] = [idOf(request), idOf(request, 'variation')];
        products.changeVariation(id, variation, goodsFields(context, request.body));
        return { status: 200, body: showVariation(id, variation) };
      },
      remove: (request) => {
        const [id, variation] = [idOf(request), idOf(request, 'variation')];
        const body = showVariation(id, variation);
        products.removeVariation(id, variation);
        return { status: 200, body };
      },
    },
  ];
}

function list(
  context: RestContext,
  request: RestRequest,
  show: (record: ProductRecord) => unknown,
) {
  const { products } = context.shop;
  const params = new Params(request.query, RULES);
  const found = products.query(
    queryName(params, QUERY_NAMES),
    rowFilter(context, params),
    rowOrder(context, params),
  );
  return listing(context.frame(), request, params, found, (id) => {
    const record = products.get(id);
    return record && show(record);
  });
}

function rowFilter({ shop }: RestContext, params: Params) {
  const { products, clock } = shop;
  const status = params.text('status') ?? 'any';
  const state = PRODUCT_STATUSES.indexOf(status as ProductStatus);
  const include = params.ids('include');
  const exclude = params.ids('exclude');
  const after = params.instant('after', clock) ?? -Infinity;
  const before = params.instant('before', clock) ?? Infinity;
  const modifiedAfter = params.instant('modified_after', clock) ?? -Infinity;
  const modifiedBefore = params.instant('modified_before', clock) ?? Infinity;
  const matches = recordFilter(params, shop.now);
  return (row: number): boolean => {
    if (status === 'any' ? products.state(row) === TRASH : products.state(row) !== state) {
      return false;
    }
    if (include !== undefined && !include.has(products.id(row))) return false;
    if (exclude?.has(products.id(row))) return false;
    const created = products.createdAt(row);
    const modified = products.modifiedAt(row);
    if (created <= after || created >= before) return false;
    if (modified <= modifiedAfter || modified >= modifiedBefore) return false;
    if (matches === undefined) return true;
    const record = products.record(row);
    return record !== undefined && matches(record);
  };
}

/** The filters that need the whole product; undefined when none of them is used. */
function recordFilter(params: Params, now: number) {
  const skus = params.list('sku');
  const type = params.text('type');
  const categories = params.ids('category');
  const brands = params.ids('brand');
  const stock = params.text('stock_status');
  const isReduced = params.text('on_sale') === undefined ? undefined : params.isTrue('on_sale');
  const min = minorOf(params.text('min_price'));
  const max = minorOf(params.text('max_price'));
  const search = params.text('search')?.toLowerCase();
  const used = [skus, type, categories, brands, stock, isReduced, min, max, search];
  if (used.every((filter) => filter === undefined)) return undefined;
  return (record: ProductRecord): boolean => {
    const price = priceNow(record, now) ?? 0;
    return (
      (skus === undefined || skus.includes(record.sku)) &&
      (type === undefined || record.type === type) &&
      (categories === undefined || record.categoryIds.some((id) => categories.has(id))) &&
      (brands === undefined || record.brandIds.some((id) => brands.has(id))) &&
      (stock === undefined || record.stockStatus === stock) &&
      (isReduced === undefined || isOnSale(record, now) === isReduced) &&
      (min === undefined || price >= min) &&
      (max === undefined || price <= max) &&
      (!search || `${record.name}\n${record.description}`.toLowerCase().includes(search))
    );
  };
}

function rowOrder({ shop }: RestContext, params: Params) {
  const { products } = shop;
  const direction = params.text('order') === 'asc' ? 1 : -1;
  const byId = (a: number, b: number) => direction * (products.id(a) - products.id(b));
  const by = (keyOf: (row: number) => number | string) => (a: number, b: number) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    return direction * (x < y ? -1 : x > y ? 1 : 0) || byId(a, b);
  };
  switch (params.text('orderby') ?? 'date') {
    case 'modified':
      return by((row) => products.modifiedAt(row));
    case 'date':
      return by((row) => products.createdAt(row));
    case 'title':
      return by((row) => products.record(row)?.name.toLowerCase() ?? '');
    case 'slug':
      return by((row) => products.record(row)?.slug ?? '');
    case 'price': {
      const now = shop.now;
      return by((row) => {
        const record = products.record(row);
        return (record && priceNow(record, now)) ?? 0;
      });
    }
    case 'popularity':
    case 'sales':
      return by((row) => products.record(row)?.totalSales ?? 0);
    default:
      return byId;
  }
}

function goodsFields({ shop }: RestContext, body: RestRequest['body']): GoodsFields {
  const type = textField(body, 'type');
  const status = textField(body, 'status');
  const stockStatus = textField(body, 'stock_status');
  return {
    name: textField(body, 'name'),
    type: (['simple', 'variable', 'grouped', 'external'] as const).find((one) => one === type),
    status: PRODUCT_STATUSES.find((one) => one === status),
    description: textField(body, 'description'),
    shortDescription: textField(body, 'short_description'),
    sku: textField(body, 'sku'),
    gtin: textField(body, 'global_unique_id'),
    regularPrice: priceField(body, 'regular_price'),
    salePrice: priceField(body, 'sale_price'),
    saleFrom: dateField(body, 'date_on_sale_from'),
    saleTo: dateField(body, 'date_on_sale_to'),
    manageStock: typeof body.manage_stock === 'boolean' ? body.manage_stock : undefined,
    stock: typeof body.stock_quantity === 'number' ? body.stock_quantity : undefined,
    stockStatus: (['instock', 'outofstock', 'onbackorder'] as const).find(
      (one) => one === stockStatus,
    ),
    weight: textField(body, 'weight'),
    categoryIds: body.categories ? rows(body.categories).map((row) => Number(row.id)) : undefined,
    brandIds: body.brands ? rows(body.brands).map((row) => Number(row.id)) : undefined,
    attributes: body.attributes
      ? rows(body.attributes).map((row) => ({
          name: textField(row, 'name') ?? '',
          options: Array.isArray(row.options) ? row.options.map(String) : [],
          isVariation: row.variation === true,
        }))
      : undefined,
    meta: body.meta_data,
  };

  function dateField(from: RestRequest['body'], name: string): number | null | undefined {
    const [local, gmt] = [from[name], from[`${name}_gmt`]];
    if (typeof gmt === 'string') return shop.clock.read(gmt, true);
    if (typeof local === 'string') return shop.clock.read(local, false);
    return local === null ? null : undefined;
  }
}

/** An empty price takes the price away. */
function priceField(body: RestRequest['body'], name: string): number | null | undefined {
  return body[name] === '' ? null : minorOf(body[name]);
}

function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
