import { COMPAT_CONVERTERS } from '../compat/compat-converters.js';
import { INBOUND_CONVERTERS } from '../inbound/inbound-converters.js';
import { FLAG_CONVERTERS } from './flag-converters.js';
import type { MappingContext } from './mapping-context.js';
import { NUMBER_CONVERTERS } from './number-converters.js';
import { PRESTASHOP_CONVERTERS } from './prestashop-converters.js';
import { SHOPIFY_CONVERTERS } from './shopify-converters.js';
import { SHOPWARE5_CONVERTERS } from './shopware5-converters.js';
import { SHOPWARE6_CONVERTERS } from './shopware6-converters.js';
import { TEXT_CONVERTERS } from './text-converters.js';
import { TIME_CONVERTERS } from './time-converters.js';
import { WOOCOMMERCE_CONVERTERS } from './woocommerce-converters.js';

export type { MappingContext } from './mapping-context.js';
export { isEmail } from './text-converters.js';

type Converter = (value: unknown, context: MappingContext) => unknown;

/** Every converter a mapping row may name. Each is pure and total: no input makes it throw. */
export const CONVERTERS = {
  ...TEXT_CONVERTERS,
  ...NUMBER_CONVERTERS,
  ...FLAG_CONVERTERS,
  ...TIME_CONVERTERS,
  ...WOOCOMMERCE_CONVERTERS,
  ...SHOPIFY_CONVERTERS,
  ...PRESTASHOP_CONVERTERS,
  ...SHOPWARE6_CONVERTERS,
  ...SHOPWARE5_CONVERTERS,
  ...INBOUND_CONVERTERS,
  ...COMPAT_CONVERTERS,
} satisfies Record<string, Converter>;

export type ConverterName = keyof typeof CONVERTERS;

/** Runs a converter by name. */
export const convert = (name: ConverterName, value: unknown, context: MappingContext): unknown =>
  (CONVERTERS[name] as Converter)(value, context);
