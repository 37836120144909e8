import { StoreObjectMissing } from '@storewire/core';
import type { ShopifyClient } from './client.js';
import type { Page } from './operations/operation.js';
import {
  ORDER,
  ORDER_LINES,
  type OrderNode,
  REFUNDS_ON_A_PAGE,
} from './operations/order.operations.js';
import { PRODUCT_VARIANTS, type ProductNode } from './operations/product.operations.js';
import { globalIdOf } from './source-row.js';

/** One order with all its lines. @throws StoreObjectMissing when the shop does not show it. */
export async function fetchOrder(client: ShopifyClient, id: string): Promise<OrderNode> {
  const { order } = await client.run(ORDER, { id: globalIdOf('Order', id) });
  if (!order) throw new StoreObjectMissing('order', id);
  return completeLines(client, order);
}

/** An order of a page with everything the page had no room for; most need no call. */
export async function completeOrder(client: ShopifyClient, order: OrderNode): Promise<OrderNode> {
  return order.refunds.length < REFUNDS_ON_A_PAGE
    ? completeLines(client, order)
    : fetchOrder(client, order.id);
}

async function completeLines(client: ShopifyClient, order: OrderNode): Promise<OrderNode> {
  const pages = restOf(order.lineItems, (after) =>
    client.pages(ORDER_LINES, { id: order.id }, (data) => data.order?.lineItems, after),
  );
  for await (const { nodes } of pages) order.lineItems.nodes.push(...nodes);
  return order;
}

/** A product of a page with all its variants, up to 2,048. */
export async function completeProduct(
  client: ShopifyClient,
  product: ProductNode,
): Promise<ProductNode> {
  const pages = restOf(product.variants, (after) =>
    client.pages(PRODUCT_VARIANTS, { id: product.id }, (data) => data.product?.variants, after),
  );
  for await (const { nodes } of pages) product.variants.nodes.push(...nodes);
  return product;
}

async function* restOf<Node>(
  first: Page<Node>,
  read: (after: string) => AsyncIterable<Page<Node>>,
): AsyncGenerator<Page<Node>> {
  const { hasNextPage, endCursor } = first.pageInfo;
  if (hasNextPage && endCursor) yield* read(endCursor);
}
