import type { Meta } from './records.js';
import { isObject } from './rest-request.js';

/**
 * Applies `meta_data` of a write: a known key is changed in place, a new one added, `null` deletes,
 * other rows stay.
 */
export function applyMeta(
  current: readonly Meta[],
  changes: unknown,
  nextId: () => number,
): Meta[] {
  const meta = [...current];
  for (const change of Array.isArray(changes) ? changes : []) {
    if (!isObject(change)) continue;
    const at = meta.findIndex((row) =>
      change.id === undefined ? row.key === change.key : row.id === Number(change.id),
    );
    const row = meta[at];
    const key = typeof change.key === 'string' ? change.key : row?.key;
    if (key === undefined) continue;
    if (change.value === null) {
      if (row !== undefined) meta.splice(at, 1);
      continue;
    }
    const value = storedValue(change.value);
    if (row === undefined) meta.push({ id: nextId(), key, value });
    else meta[at] = { ...row, key, value };
  }
  return meta;
}

/** WordPress keeps keys that begin with an underscore to itself. */
export function isProtectedKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith('_');
}

/** Meta columns are text: `true` reads back as `"1"`, a number as its digits, `false` as nothing. */
function storedValue(value: unknown): unknown {
  if (typeof value === 'object') return value;
  if (typeof value === 'boolean') return value ? '1' : '';
  return value === undefined ? '' : String(value);
}
