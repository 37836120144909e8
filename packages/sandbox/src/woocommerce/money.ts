/** Currencies the store can use, with the symbol as text and as WooCommerce writes it in HTML. */
export const CURRENCIES = {
  PLN: { name: 'Polish złoty', symbol: 'zł', html: '&#122;&#322;' },
  EUR: { name: 'Euro', symbol: '€', html: '&euro;' },
  GBP: { name: 'Pound sterling', symbol: '£', html: '&pound;' },
  USD: { name: 'United States (US) dollar', symbol: '$', html: '&#36;' },
  CZK: { name: 'Czech koruna', symbol: 'Kč', html: '&#75;&#269;' },
} as const;

export type CurrencyCode = keyof typeof CURRENCIES;

/** Minor units (grosze, cents) as the decimal text of the REST API. */
export function money(minor: number, decimals = 2): string {
  return (minor / 100).toFixed(decimals);
}

/** Decimal text or number in minor units; undefined when it is not an amount. */
export function minorOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (value === '' || Number.isNaN(Number(value))) return undefined;
  return Math.round(Number(value) * 100);
}
