const BROKEN = /\0/;

/**
 * A record without NUL and without halves of surrogate pairs: a store that cuts texts by length leaves some, JSON can
 * say both, and neither SALESmanago nor PostgreSQL takes them. What is fine is not copied.
 */
export function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) {
    const items = value.map(wellFormed);
    return (items.some((item, i) => item !== value[i]) ? items : value) as T;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const clean = entries.map(([key, item]) => [key, wellFormed(item)] as const);
  return clean.some(([, item], i) => item !== entries[i]?.[1])
    ? (Object.fromEntries(clean) as T)
    : value;
}

const cleanText = (text: string): string =>
  text.isWellFormed() && !BROKEN.test(text) ? text : text.replaceAll('\0', '').toWellFormed();
