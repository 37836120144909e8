import { HubError, type SourceRow, StoreForbidden, StoreRefused } from '@storewire/core';
import { versionOf } from '../version.js';
import type { Magento1Client } from './client.js';
import type { OrderDocument, OrderItem } from './documents.js';
import { storefrontOf } from './stores.js';
import type { Listing } from './windows.js';

export const ORDERS: Listing = { path: 'sales_order.list', idField: 'order_id' };

export const orderId = ({ order_id }: OrderDocument): number => Number(order_id);

/** An order of a list with its lines, addresses and refunds; `undefined` when it is gone. */
export async function orderRow(
  client: Magento1Client,
  listed: OrderDocument,
): Promise<SourceRow<'order'> | undefined> {
  const order = await client.call<OrderDocument>('sales_order.info', String(listed.increment_id));
  if (!order) return undefined;
  const refunds = await readRefunds(client, order);
  const completed = { lines: linesOf(order.items ?? []), ...(refunds ? { refunds } : {}) };
  const raw = { ...order, completed };
  return {
    kind: 'order',
    id: String(order.order_id),
    version: versionOf(order.updated_at, raw),
    raw,
    ...(await storefrontOf(client, order.store_id)),
  };
}

/**
 * Lines without those that belong to another one; a configurable product's line gets the id of its variant. SOAP v2
 * does not tell to which line one belongs: there a variant follows its product with the same SKU, and a part of a
 * bundle says in its options that it was selected.
 */
export function linesOf(items: readonly OrderItem[]): object[] {
  const lines: object[] = [];
  items.forEach((item, i) => {
    if (isPart(item, items[i - 1])) return;
    const next = items[i + 1];
    const variant = isConfigurable(item)
      ? (items.find((other) => isTold(other) && sameId(other.parent_item_id, item.item_id)) ??
        (next && isVariantOf(next, item) ? next : undefined))
      : undefined;
    lines.push(variant ? { ...item, variant_id: variant.product_id } : item);
  });
  return lines;
}

const isTold = (item: OrderItem): boolean => item.parent_item_id !== undefined;

function isPart(item: OrderItem, before: OrderItem | undefined): boolean {
  if (isTold(item)) return Number(item.parent_item_id ?? 0) > 0;
  if (before && isVariantOf(item, before)) return true;
  return String(item.product_options ?? '').includes('bundle_selection_attributes');
}

const isConfigurable = ({ product_type }: OrderItem): boolean => product_type === 'configurable';

const isVariantOf = (item: OrderItem, parent: OrderItem): boolean =>
  isConfigurable(parent) && !isConfigurable(item) && item.sku === parent.sku;

const sameId = (a: unknown, b: unknown): boolean => String(a) === String(b);

/** Credit memos, asked for only where something was paid back; `undefined` where the shop does not give them. */
async function readRefunds(
  client: Magento1Client,
  order: OrderDocument,
): Promise<readonly object[] | undefined> {
  if (!(Number(order.total_refunded ?? 0) > 0)) return [];
  const id = String(order.order_id);
  try {
    return await client.list<object>('sales_order_creditmemo.list', [
      { field: 'order_id', from: id, to: id },
    ]);
  } catch (error) {
    const isLeftOut = error instanceof StoreForbidden || error instanceof StoreRefused;
    if (error instanceof HubError && isLeftOut) return undefined;
    throw error;
  }
}
