import { randomUUID } from 'node:crypto';
import type { Json } from '../json.js';
import type { Catalog } from './catalog.js';
import { REASON, V3Failure } from './problems.js';
import { mergeProduct, readProduct } from './product-checks.js';
import type { V3Call, V3Method } from './v3-call.js';

export const productMethods: Record<string, V3Method> = {
  '/v3/product/catalogUpsert': { httpMethod: 'POST', handle: upsertCatalog },
  '/v3/product/catalogList': { httpMethod: 'GET', handle: listCatalogs },
  '/v3/product/catalogDelete': { httpMethod: 'POST', handle: deleteCatalog },
  '/v3/product/upsert': { httpMethod: 'POST', reportsProblems: true, handle: upsertProducts },
  '/v3/product/updateQuantity': {
    httpMethod: 'POST',
    reportsProblems: true,
    handle: (call) => updateProducts(call, 'quantity'),
  },
  '/v3/product/updatePrice': {
    httpMethod: 'POST',
    reportsProblems: true,
    handle: (call) => updateProducts(call, 'price'),
  },
};

const LOCATION = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The documents call the name `catalogName`, the vendor's library sends `name`; both are taken. */
function upsertCatalog(call: V3Call): Json {
  const { checks, body, account } = call;
  const member = body.catalogName === undefined && body.name !== undefined ? 'name' : 'catalogName';
  const name = checks.text(body[member], member, { required: true, max: 64 });
  const currency = checks.currency(body.currency, 'currency');
  const location = checks.text(body.location, 'location', {
    required: true,
    max: 255,
    pattern: LOCATION,
  });
  const setAsDefault = checks.flag(body.setAsDefault, 'setAsDefault');
  const given = checks.text(body.catalogId, 'catalogId', { max: 36 });
  const existing = given ? account.catalogs.get(given) : undefined;
  if (given && !existing) checks.add(REASON.unknown, 'catalogId|not known');
  checks.settle();

  const max = account.options.maxCatalogs ?? 10;
  if (!existing && account.catalogs.size >= max) {
    throw new V3Failure(REASON.resource, [`catalogs|limit:${max}|limit reached`]);
  }
  const catalog: Catalog = {
    catalogId: existing?.catalogId ?? randomUUID(),
    name: name ?? '',
    currency: currency ?? '',
    location: location ?? '',
    setAsDefault: setAsDefault ?? existing?.setAsDefault ?? false,
    products: existing?.products ?? new Map(),
  };
  if (catalog.setAsDefault)
    for (const other of account.catalogs.values()) other.setAsDefault = false;
  account.catalogs.set(catalog.catalogId, catalog);
  return { requestId: call.requestId, catalogId: catalog.catalogId };
}

function listCatalogs({ account }: V3Call): Json {
  const catalogs = [...account.catalogs.values()].map(({ products, ...catalog }) => catalog);
  return { catalogs, limits: { max: account.options.maxCatalogs ?? 10 } };
}

function deleteCatalog(call: V3Call): Json {
  const catalog = call.catalog();
  call.account.catalogs.delete(catalog.catalogId);
  for (const collection of call.account.collections.values()) {
    if (collection.catalogId === catalog.catalogId) {
      call.account.collections.delete(collection.collectionId);
    }
  }
  return { requestId: call.requestId, success: true };
}

/** All or nothing: one product with a problem keeps the others of the call out, too. */
function upsertProducts(call: V3Call): Json {
  const { checks } = call;
  const catalog = call.catalog();
  const rule = { required: true, min: 1, max: checks.limits.productsPerCall };
  const checked = checks
    .objects(call.body.products, 'products', rule)
    .map((given, index) => readProduct(checks, given, index));
  const seen = new Set<string>();
  for (const [index, { product }] of checked.entries()) {
    if (product.productId && seen.has(product.productId)) {
      checks.add(REASON.unique, `products[${index}].productId|has to be unique`);
    }
    seen.add(product.productId);
  }
  checks.settle();

  for (const item of checked) {
    const { productId } = item.product;
    catalog.products.set(productId, mergeProduct(catalog.products.get(productId), item));
  }
  return { requestId: call.requestId, productIds: [...seen] };
}

function updateProducts(call: V3Call, what: 'quantity' | 'price'): Json {
  const { checks } = call;
  const catalog = call.catalog();
  const rule = { required: true, min: 1, max: checks.limits.productsPerCall };
  const changes = checks.objects(call.body.products, 'products', rule).map((given, index) => {
    const at = `products[${index}]`;
    const id = checks.id(given.productId, `${at}.productId`, { required: true, max: 255 });
    const product = id === undefined ? undefined : catalog.products.get(id);
    if (id !== undefined && !product) checks.add(REASON.unknown, `${at}.productId|not known`);
    const change =
      what === 'quantity'
        ? {
            quantity: checks.integer(given.quantity, `${at}.quantity`, {
              required: true,
              min: Number.MIN_SAFE_INTEGER,
            }),
          }
        : {
            price: checks.amount(given.price, `${at}.price`, true),
            discountPrice: checks.amount(given.discountPrice, `${at}.discountPrice`),
          };
    return { product, change };
  });
  checks.settle();

  for (const { product, change } of changes) {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    if (product) Object.assign(product, Object.fromEntries(given));
  }
  return {
    requestId: call.requestId,
    productIds: changes.map(({ product }) => product?.productId),
  };
}
