import { changedPages } from './changes.js';
import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { asBuyer, buyersOf, ownShop, withPlaces } from './people.js';
import { byId } from './shop-facts.js';

/**
 * Orders with their buyer, the address on the bill, currency, language, the flags of their state, their history (oldest
 * step first, each step with the flags of its state) and their credit slips. Four calls for all of them together.
 */
export async function completeOrders(
  client: PrestashopClient,
  orders: readonly PsDocument[],
): Promise<PsDocument[]> {
  if (orders.length === 0) return [];
  const buyers = await buyersOf(client, orders);
  const addresses = byId(
    await withPlaces(
      client,
      await client.listByValues(
        'addresses',
        'id',
        orders.map((order) => order.id_address_invoice),
      ),
    ),
  );
  const steps = await client.listByValues(
    'order_histories',
    'id_order',
    orders.map(({ id }) => id),
  );
  const states = await client.facts.orderStates([
    ...orders.map((order) => String(order.current_state ?? '0')),
    ...steps.map((step) => String(step.id_order_state)),
  ]);
  const slips = await slipsOf(client, orders);
  const stepsOf = Map.groupBy(steps, (step) => String(step.id_order));
  const [currencies, languages, settings] = [
    await client.facts.currencies(),
    await client.facts.languages(),
    await client.facts.settings(),
  ];
  return orders.map((order) => ({
    ...order,
    ...asBuyer(buyers.get(String(order.id_customer))),
    address: addresses.get(String(order.id_address_invoice)),
    currency: currencies.get(String(order.id_currency)),
    language: languages.get(String(order.id_lang)),
    order_state: states.get(String(order.current_state)),
    order_histories: (stepsOf.get(String(order.id)) ?? []).map((step) => ({
      ...step,
      paid: states.get(String(step.id_order_state))?.paid,
    })),
    ...(slips ? { order_slips: slips.get(String(order.id)) ?? [] } : {}),
    settings: {
      PS_OS_CANCELED: settings.PS_OS_CANCELED,
      PS_OS_REFUND: settings.PS_OS_REFUND,
      PS_OS_ERROR: settings.PS_OS_ERROR,
    },
  }));
}

/** Credit slips by order; `undefined` for a key that may not read them, which says nothing about refunds. */
async function slipsOf(
  client: PrestashopClient,
  orders: readonly PsDocument[],
): Promise<ReadonlyMap<string, PsDocument[]> | undefined> {
  const ids = orders.map(({ id }) => id);
  const slips = await client.unlessForbidden('order_slip', () =>
    client.listByValues('order_slip', 'id_order', ids),
  );
  return slips && Map.groupBy(slips, (slip) => String(slip.id_order));
}

/** Orders of this shop with a credit slip that was made or changed since then: a slip leaves its order as it was. */
export async function* ordersWithNewSlips(
  client: PrestashopClient,
  since: number,
): AsyncGenerator<PsDocument> {
  const pages = changedPages(client, 'order_slip', { fields: ['id', 'id_order'] }, { since });
  for (;;) {
    const page = await client.unlessForbidden('order_slip', () => pages.next());
    if (!page || page.done) return;
    const ids = page.value.rows.map((slip) => slip.id_order);
    const orders = await client.listByValues('orders', 'id', ids, { filter: ownShop(client) });
    yield* await completeOrders(client, orders);
  }
}
