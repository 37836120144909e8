/** Currencies whose smallest unit is not a hundredth (ISO 4217). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Digits after the point of a currency, 2 unless ISO 4217 says otherwise. */
export const currencyExponent = (currency: string | undefined): number =>
  EXPONENTS[currency?.toUpperCase() ?? ''] ?? 2;

/** Digits after the point that are kept; more than any currency has. */
const MAX_FRACTION_DIGITS = 6;
/** No amount or number is longer, and matching stays cheap whatever a document holds. */
const MAX_LENGTH = 64;

/**
 * A number in canonical form: no plus, no leading zeros, at least the currency's digits after the point. More
 * digits are kept up to six; the seventh rounds, so that `19.989999999999998`, as PHP prints a float, is `19.99`.
 * `undefined` when the text is no plain decimal.
 */
export function canonicalDecimal(value: string, currency?: string): string | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  const m = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(expandExponent(value.trim()));
  if (!m || !(m[2] || m[3])) return undefined;
  const fraction = (m[3] ?? '').padEnd(MAX_FRACTION_DIGITS + 1, '0');
  const roundsUp = (fraction[MAX_FRACTION_DIGITS] ?? '0') >= '5';
  const micros =
    BigInt((m[2] ?? '') + fraction.slice(0, MAX_FRACTION_DIGITS)) + (roundsUp ? 1n : 0n);
  return fromMicros(m[1] === '-' ? -micros : micros, currency);
}

/** `1e-7` and `1.5e3`, as JavaScript prints very small and very large numbers. */
function expandExponent(value: string): string {
  return /^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,2}$/i.test(value) ? Number(value).toFixed(6) : value;
}

/** The sum of canonical decimals, exact: the arithmetic runs on whole millionths. */
export function addDecimals(values: readonly string[], currency?: string): string {
  return fromMicros(
    values.reduce((sum, value) => sum + toMicros(value), 0n),
    currency,
  );
}

/** A decimal times a quantity, which may be a fraction (1.5 kg); the product is rounded to six digits. */
export function multiplyDecimal(value: string, times: number, currency?: string): string {
  const product = toMicros(value) * toMicros(String(times));
  const half = product < 0n ? -MICRO / 2n : MICRO / 2n;
  return fromMicros((product + half) / MICRO, currency);
}

const MICRO = 1_000_000n;

/** Whole millionths of a decimal text; what is no number counts as nothing. */
function toMicros(value: string): bigint {
  const canonical = canonicalDecimal(value);
  if (canonical === undefined) return 0n;
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.');
  const micros = BigInt(whole + fraction.padEnd(MAX_FRACTION_DIGITS, '0'));
  return canonical.startsWith('-') ? -micros : micros;
}

function fromMicros(micros: bigint, currency: string | undefined): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(MAX_FRACTION_DIGITS + 1, '0');
  const fraction = digits
    .slice(-MAX_FRACTION_DIGITS)
    .replace(/0+$/, '')
    .padEnd(currencyExponent(currency), '0');
  const whole = digits.slice(0, -MAX_FRACTION_DIGITS);
  return `${micros < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}
