import { type SourceRow, StoreForbidden } from '@storewire/core';
import { listOf } from '../lists.js';
import { versionOf } from '../version.js';
import type { Magento2Client } from './client.js';
import { changeTextOf, idOf, type OrderDocument, type OrderItem } from './documents.js';
import { knownStoreViews, placeOfDocument } from './store-views.js';

export const ORDERS = '/V1/orders';
const CREDIT_MEMOS = '/V1/creditmemos';

interface CreditMemo {
  readonly entity_id: number;
  readonly created_at?: string;
  readonly base_grand_total?: number;
}

/**
 * An order with, under `completed`, what its document says in a roundabout way: the lines people see (a configurable
 * product is two lines, of which one has the price and the other the variant's id), its refunds, and the locale of its
 * store view.
 */
export async function orderRow(
  client: Magento2Client,
  order: OrderDocument,
): Promise<SourceRow<'order'>> {
  const views = await knownStoreViews(client);
  const { locale, storefront } = placeOfDocument(views, order.store_id);
  const refunds = await readRefunds(client, order);
  const completed = {
    lines: linesOf(listOf(order.items)),
    ...(refunds ? { refunds } : {}),
    ...(locale ? { locale } : {}),
  };
  const raw = { ...order, completed };
  return {
    kind: 'order',
    id: String(idOf(order)),
    version: versionOf(changeTextOf(order), raw),
    raw,
    ...(storefront ? { storefront } : {}),
  };
}

/** Lines without those that belong to another one; a configurable product's line gets the id of its variant. */
export function linesOf(items: readonly OrderItem[]): object[] {
  return items
    .filter((item) => !item.parent_item_id)
    .map((item) => {
      const variant =
        item.product_type === 'configurable'
          ? items.find(({ parent_item_id }) => parent_item_id === item.item_id)
          : undefined;
      return variant?.product_id ? { ...item, variant_id: variant.product_id } : item;
    });
}

/** Credit memos, asked for only where something was paid back; `undefined` without the permission to see them. */
async function readRefunds(
  client: Magento2Client,
  order: OrderDocument,
): Promise<readonly CreditMemo[] | undefined> {
  if (!((order.base_total_refunded ?? order.total_refunded ?? 0) > 0)) return [];
  try {
    const { items } = await client.search<CreditMemo>(CREDIT_MEMOS, {
      filters: [['order_id', 'eq', idOf(order)]],
      pageSize: 100,
      fields: 'items[entity_id,created_at,base_grand_total],total_count',
    });
    return items;
  } catch (error) {
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  }
}
