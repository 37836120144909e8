import { LIMITS } from './limits.js';

export interface WireAmount {
  /** A JSON number; a decimal text where a number would lose digits (the service accepts both). */
  value: number | string;
  isRounded: boolean;
}

/**
 * Turns a decimal into what the wire carries: 19 digits and 2 decimals, half rounded away from zero.
 * Gives undefined for what is not a plain decimal, or has too many digits.
 */
export function wireAmount(amount: string | number): WireAmount | undefined {
  const text = typeof amount === 'number' ? plainDecimal(amount) : amount.trim();
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = parts;
  const { digits, decimals } = LIMITS.amount;
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  const roundsUp = (fraction[decimals] ?? '0') >= '5';
  const minor = BigInt(whole + kept) + (roundsUp ? 1n : 0n);
  const shown = minor.toString().padStart(decimals + 1, '0');
  const units = shown.slice(0, -decimals);
  if (units.length > digits) return undefined;
  const isNegative = sign === '-' && minor !== 0n;
  const decimal = `${isNegative ? '-' : ''}${units}.${shown.slice(-decimals)}`;
  return {
    value: minor <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(decimal) : decimal,
    isRounded: /[1-9]/.test(fraction.slice(decimals)),
  };
}

function plainDecimal(amount: number): string {
  const text = String(amount);
  // Only tiny numbers may lose their exponent; a huge one has more digits than the field.
  return text.includes('e-') ? amount.toFixed(LIMITS.amount.decimals + 1) : text;
}
