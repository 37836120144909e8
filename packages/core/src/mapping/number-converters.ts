import type { Known } from '../model/values.js';
import { canonicalDecimal } from './decimal.js';
import type { MappingContext } from './mapping-context.js';
import { text } from './text-converters.js';

export function decimal(value: unknown, context: MappingContext): Known<string> {
  const raw = text(value);
  return typeof raw === 'string' ? canonicalDecimal(raw, context.currency) : raw;
}

/** A decimal without its sign: some platforms write refunds as negative amounts. */
function absoluteDecimal(value: unknown, context: MappingContext): Known<string> {
  const amount = decimal(value, context);
  return typeof amount === 'string' ? amount.replace(/^-/, '') : amount;
}

function integer(value: unknown): Known<number> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const n = Number(raw);
  return Number.isFinite(n) ? Math.trunc(n) + 0 : undefined; // + 0: no negative zero
}

/** How many, or how much (1.5 kg); what is not more than nothing is missing. */
function quantity(value: unknown): Known<number> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const n = Number(raw);
  return Number.isFinite(n) && n > 0 ? n : undefined;
}

export const NUMBER_CONVERTERS = { decimal, absoluteDecimal, integer, quantity };
