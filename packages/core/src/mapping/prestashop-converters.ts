import { addDecimals, canonicalDecimal } from './decimal.js';

// Documents of PrestaShop's webservice, in which every scalar is a text: "0" is false, "0" as an id is none. Each
// converter takes a whole document, completed by the adapter with what it points at.

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {};

const list = (value: unknown): readonly Bag[] => (Array.isArray(value) ? value.map(bag) : []);

const word = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).trim() || undefined
    : undefined;

const isOn = (value: unknown): boolean => word(value) === '1' || value === true;

/** An id that is set; PrestaShop writes 0 for none. */
const id = (value: unknown): string | undefined => {
  const written = word(value);
  return written === '0' ? undefined : written;
};

/** `15=canceled, 21=paid` of the connection's `ownStates`. */
const ownStates = (variables: Bag | undefined): ReadonlyMap<string, string> =>
  new Map(
    (word(variables?.ownStates) ?? '').split(',').map((pair) => {
      const [state = '', meaning = ''] = pair.split('=');
      return [state.trim(), meaning.trim()];
    }),
  );

/**
 * An order's state as a word that means the same in every shop, because the ids do not: what the merchant says of own
 * states, then the shop's settings for cancelled, refunded and failed, then the flags of the state. A state that is no
 * longer there is `state-<id>`. Takes the order with `order_state` and `settings`.
 */
function prestashopOrderState(
  value: unknown,
  { variables }: { readonly variables?: Readonly<Record<string, unknown>> },
): string | undefined {
  const order = bag(value);
  const state = word(order.current_state);
  if (state === undefined) return undefined;
  if (state === '0') return 'not-placed';
  const said = ownStates(variables).get(state);
  if (said) return said;
  const settings = bag(order.settings);
  if (state === id(settings.PS_OS_CANCELED)) return 'canceled';
  if (state === id(settings.PS_OS_REFUND)) return 'refunded';
  if (state === id(settings.PS_OS_ERROR)) return 'payment-error';
  const flags = bag(order.order_state);
  if (word(flags.id) === undefined) return `state-${state}`;
  if (!isOn(flags.paid)) return 'awaiting-payment';
  return isOn(flags.shipped) ? 'shipped' : 'paid';
}

/**
 * The newsletter consent of an address. One address may have several rows (guest checkouts beside an account), and one
 * yes among them is a yes. A box that a guest left unticked says nothing; a no comes from an account, or from a guest
 * who had the newsletter once, because the date of the sign-up stays. Takes the customer, with the other active rows of
 * the address under `same_address`.
 */
function prestashopNewsletter(value: unknown): 'in' | 'out' | undefined {
  const customer = bag(value);
  const rows = [customer, ...list(customer.same_address)].filter(
    (row) => word(row.newsletter) !== undefined,
  );
  if (rows.some((row) => isOn(row.newsletter))) return 'in';
  const hadIt = (row: Bag) => /^[1-9]/.test(word(row.newsletter_date_add) ?? '');
  return rows.some((row) => !isOn(row.is_guest) || hadIt(row)) ? 'out' : undefined;
}

/**
 * `55-12` for combination 12 of product 55, `null` for a product without: products and combinations are numbered
 * apart, so the number alone could be either. Takes an order row, a cart row or a combination.
 */
function prestashopVariantId(value: unknown): string | null | undefined {
  const row = bag(value);
  const product = id(row.product_id ?? row.id_product);
  const attribute = row.product_attribute_id ?? row.id_product_attribute ?? row.id;
  if (product === undefined || word(attribute) === undefined) return undefined;
  return id(attribute) === undefined ? null : `${product}-${id(attribute)}`;
}

/** The selling price (`gross`) while it is lower than the `regular` one, else known to have none. */
function prestashopDiscountPrice(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | null | undefined {
  const { gross, regular } = bag(value);
  const [now, before] = [gross, regular].map((price) => canonicalDecimal(word(price) ?? ''));
  if (now === undefined || before === undefined) return undefined;
  return Number(now) < Number(before) ? canonicalDecimal(now, currency) : null;
}

/**
 * True when it can be ordered: a piece in stock, or orders without stock allowed by the product or by the shop, or no
 * stock kept at all. Takes a product or combination with `stock` and `settings`.
 */
function prestashopAvailable(value: unknown): boolean | undefined {
  const product = bag(value);
  if (word(product.available_for_order) === '0') return false;
  const settings = bag(product.settings);
  if (word(settings.PS_STOCK_MANAGEMENT) === '0') return true;
  const stock = bag(product.stock);
  const quantity = word(stock.quantity);
  if (quantity === undefined) return undefined;
  if (Number(quantity) > 0) return true;
  const whenOut = word(stock.out_of_stock);
  return whenOut === '1' || (whenOut === '2' && isOn(settings.PS_ORDER_OUT_OF_STOCK));
}

/**
 * A credit slip: its products and shipping with tax, in the order's currency. Before 1.6.0.10 a slip has no such totals,
 * only the `amount`.
 */
function prestashopRefundAmount(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | undefined {
  const slip = bag(value);
  const parts = [slip.total_products_tax_incl, slip.total_shipping_tax_incl]
    .map((part) => canonicalDecimal(word(part) ?? ''))
    .filter((part) => part !== undefined);
  return parts.some((part) => Number(part) > 0)
    ? addDecimals(parts, currency)
    : canonicalDecimal(word(slip.amount) ?? '', currency);
}

/** Part of the converter registry; each is pure and total. */
export const PRESTASHOP_CONVERTERS = {
  prestashopOrderState,
  prestashopNewsletter,
  prestashopVariantId,
  prestashopDiscountPrice,
  prestashopAvailable,
  prestashopRefundAmount,
};
