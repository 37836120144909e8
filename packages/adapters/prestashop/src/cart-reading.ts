import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { asBuyer, buyersOf } from './people.js';
import { byId } from './shop-facts.js';

type CartRow = Readonly<Record<string, unknown>>;

/**
 * Carts with their owner, language, what their rows cost now, and the order they became. PrestaShop keeps neither
 * names nor prices in a cart, so both come from the catalogue, in its currency; four calls for all of them together.
 */
export async function completeCarts(
  client: PrestashopClient,
  carts: readonly PsDocument[],
): Promise<PsDocument[]> {
  if (carts.length === 0) return [];
  const buyers = await buyersOf(client, carts);
  const cartRows = carts.flatMap(rowsIn);
  const priced = {
    fields: ['id', 'reference', 'ean13'],
    prices: true,
    language: await client.facts.languageId(),
  };
  const products = byId(
    await client.listByValues(
      'products',
      'id',
      cartRows.map((row) => row.id_product),
      { ...priced, fields: [...priced.fields, 'name'] },
    ),
  );
  const combinations = byId(
    await client.listByValues(
      'combinations',
      'id',
      cartRows.map((row) => row.id_product_attribute),
      priced,
    ),
  );
  const orders = await client.listByValues(
    'orders',
    'id_cart',
    carts.map(({ id }) => id),
    { fields: ['id', 'id_cart', 'date_add'] },
  );
  const languages = await client.facts.languages();
  const currency = await client.facts.currency();
  return carts.map((cart) => ({
    ...cart,
    ...asBuyer(buyers.get(String(cart.id_customer))),
    language: languages.get(String(cart.id_lang)),
    price_currency: currency,
    order: orders.find((order) => String(order.id_cart) === String(cart.id)),
    cart_rows: rowsIn(cart).map((row) => ({
      ...row,
      product: products.get(String(row.id_product)),
      combination: combinations.get(String(row.id_product_attribute)),
    })),
  }));
}

/** An emptied cart has no association at all. */
function rowsIn(cart: PsDocument): readonly CartRow[] {
  const rows = (cart.associations as { cart_rows?: unknown } | undefined)?.cart_rows;
  return Array.isArray(rows) ? (rows as CartRow[]) : [];
}
