import { randomUUID } from 'node:crypto';
import type { Json } from '../json.js';
import type { Collection } from './catalog.js';
import { REASON, V3Failure } from './problems.js';
import type { V3Call, V3Method } from './v3-call.js';

export const collectionMethods: Record<string, V3Method> = {
  '/v3/product/collection/add': { httpMethod: 'POST', handle: addCollection },
  '/v3/product/collection/list': { httpMethod: 'GET', handle: listCollections },
  '/v3/product/collection/delete': { httpMethod: 'POST', handle: deleteCollection },
  '/v3/product/collection/products/add': {
    httpMethod: 'POST',
    handle: (call) => changeProducts(call, 'add'),
  },
  '/v3/product/collection/products/delete': {
    httpMethod: 'POST',
    handle: (call) => changeProducts(call, 'delete'),
  },
  '/v3/product/collection/contact/products': { httpMethod: 'POST', handle: listProducts },
};

const DEFAULT_MAX = 3;

function addCollection(call: V3Call): Json {
  const { account, checks } = call;
  const name = checks.text(call.body.name, 'name', { required: true, max: 255 });
  const catalog = call.catalog();
  checks.settle();
  const max = account.options.maxCollections ?? DEFAULT_MAX;
  if (account.collections.size >= max) {
    throw new V3Failure(REASON.resource, [`collections|limit:${max}|limit reached`]);
  }
  const collectionId = randomUUID();
  account.collections.set(collectionId, {
    collectionId,
    name: name ?? '',
    catalogId: catalog.catalogId,
    products: new Map(),
  });
  return { success: true, collectionUUID: collectionId };
}

function listCollections({ account }: V3Call): Json {
  const collections = [...account.collections.values()].map(({ name, collectionId }) => ({
    name,
    collectionId,
  }));
  return { collections, limits: { max: account.options.maxCollections ?? DEFAULT_MAX } };
}

function deleteCollection(call: V3Call): Json {
  call.account.collections.delete(collectionOf(call).collectionId);
  return { success: true };
}

/** Contacts that v3 does not know yet are skipped; the message says how many were taken. */
function changeProducts(call: V3Call, change: 'add' | 'delete'): Json {
  const { checks, account } = call;
  const { limits } = checks;
  const collection = collectionOf(call);
  const rule = { required: true, min: 1, max: limits.collectionContactsPerCall };
  const entries = checks.objects(call.body.data, 'data', rule).map((given, index) => {
    const at = `data[${index}]`;
    const contactId = checks.text(given.contactId, `${at}.contactId`, { required: true, max: 36 });
    const productIds = checks
      .list(given.productIds, `${at}.productIds`, {
        required: true,
        min: 1,
        max: limits.collectionProductsPerContact,
      })
      .map((id, place) =>
        checks.id(id, `${at}.productIds[${place}]`, { required: true, max: 255 }),
      );
    return { contactId, productIds };
  });
  checks.settle();

  let scheduled = 0;
  for (const { contactId = '', productIds } of entries) {
    if (!call.visible(account.contacts.get(contactId))) continue;
    scheduled += 1;
    const products = collection.products.get(contactId) ?? new Set();
    for (const id of productIds) if (id !== undefined) products[change](id);
    collection.products.set(contactId, products);
  }
  return { success: true, message: `${scheduled} of ${entries.length} contacts were scheduled` };
}

function listProducts(call: V3Call): Json {
  const collection = collectionOf(call);
  const contactId = call.checks.text(call.body.contactId, 'contactId', { required: true, max: 36 });
  const isKnown = contactId !== undefined && call.visible(call.account.contacts.get(contactId));
  if (contactId !== undefined && !isKnown) call.checks.add(REASON.unknown, 'contactId|not known');
  call.checks.settle();
  return { success: true, products: [...(collection.products.get(contactId ?? '') ?? [])] };
}

function collectionOf(call: V3Call): Collection {
  const { checks, body, account } = call;
  const id = checks.text(body.collectionUUID, 'collectionUUID', { required: true, max: 36 });
  const collection = id === undefined ? undefined : account.collections.get(id);
  if (!collection && id !== undefined) checks.add(REASON.unknown, 'collectionUUID|not known');
  if (!collection) checks.settle();
  return collection as Collection;
}
