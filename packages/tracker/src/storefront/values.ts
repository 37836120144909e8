import type { BeaconCart, BeaconLine } from '../beacon/beacon.js';

/** A cart as a watcher reads it; `token` only where the platform's own is public. */
export type ReadCart = Omit<BeaconCart, 'token'> & { token?: string };

type Raw = unknown;
type RawLine = { [key in keyof BeaconLine]?: Raw };

/** Text of an id or name; nothing for what is empty, zero or no text at all. */
const text = (value: Raw, most = 128): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value && value !== '0'
    ? String(value).replace(/\s+/g, ' ').trim().slice(0, most) || undefined
    : undefined;

/** Decimal text of an amount in whole units of currency. */
export const money = (value: Raw): string | undefined => {
  if (value == null || value === '') return undefined;
  const amount = Number(value);
  return amount >= 0 && amount < 1e12 ? String(+amount.toFixed(4)) : undefined;
};

/** Decimal text of an amount in the smallest unit of a currency, as `14999` with two digits. */
export const minor = (value: Raw, digits: Raw): string | undefined =>
  value == null ? undefined : money(Number(value) / 10 ** Number(digits));

/** The number in a price as people see it: `1.234,50 €`, `$1,234.50`, `1 234 zł`. */
export const shownAmount = (shown: string | null | undefined): string | undefined => {
  const digits = (/\d[\d.,\s']*/.exec(shown || '') || [''])[0].replace(/[\s']/g, '');
  // One or two digits after the last separator are cents; three are thousands.
  const [, whole = digits, cents = ''] = /^(.*)[.,](\d{1,2})$/.exec(digits) || [];
  return digits ? money(`${whole.replace(/[.,]/g, '')}.${cents || 0}`) : undefined;
};

/** The values of a list, an object of numbered keys, or nothing. */
export const listOf = <T>(value: Raw): T[] =>
  value && typeof value === 'object' ? (Object.values(value) as T[]) : [];

/** ISO 4217 code or nothing. */
const currency = (value: Raw): string | undefined =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : undefined;

/**
 * A cart of what a platform gives; lines without product or quantity (gift cards, discounts) are left out. A cart of
 * nothing but such lines is not known to be empty, so it is no answer at all.
 */
export const cartOf = (
  raw: readonly RawLine[],
  rest: { token?: Raw; total?: Raw; currency?: Raw } = {},
): ReadCart | undefined => {
  const lines = raw
    .map((line) => ({
      productId: text(line.productId),
      variantId: text(line.variantId),
      sku: text(line.sku),
      name: text(line.name, 255),
      quantity: Number(line.quantity),
      unitPrice: money(line.unitPrice),
      total: money(line.total),
    }))
    .filter((line) => line.quantity > 0 && (line.productId || line.variantId || line.sku));
  return raw.length > 0 && lines.length === 0
    ? undefined
    : {
        token: text(rest.token),
        lines,
        total: money(rest.total),
        currency: currency(rest.currency),
      };
};
