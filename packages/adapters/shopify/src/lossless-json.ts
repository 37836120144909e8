type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { source?: string },
) => unknown;

/** Whole numbers that a JavaScript number cannot hold become text; ids of Shopify have up to 64 bits. */
const keepLongIntegers: Reviver = (_key, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value;

/** `JSON.parse` that loses no digit of an id. @throws SyntaxError like `JSON.parse`. */
export function parseLossless(text: string): unknown {
  // The reviver visits every value, so it is only used where a number is long enough to need it.
  return /\d{16}/.test(text)
    ? JSON.parse(text, keepLongIntegers as Parameters<typeof JSON.parse>[1])
    : JSON.parse(text);
}
