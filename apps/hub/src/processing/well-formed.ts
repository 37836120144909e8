/**
 * A record without NUL and without halves of surrogate pairs: a store that cuts texts by length leaves some, JSON can
 * say both, and neither SALESmanago nor PostgreSQL takes them. What is fine is not copied.
 */
export const wellFormed = <T>(value: T): T => (isClean(value) ? value : (clean(value) as T));

function isClean(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isClean);
  for (const key in value) if (!isClean((value as Record<string, unknown>)[key])) return false;
  return true;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(clean);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]));
}
