/** A list that PHP may have written as null, or as an object by position because a number in between was missing. */
export function listOf<T>(
  value: readonly T[] | Readonly<Record<string, T>> | null | undefined,
): T[] {
  if (value === null || value === undefined || typeof value !== 'object') return [];
  return Array.isArray(value) ? [...value] : Object.values(value);
}
