import { hash } from 'node:crypto';

/** A short, stable hash of a value; the order of an object's keys does not matter. */
export const fingerprint = (value: unknown): string =>
  hash('sha1', stableJson(value), 'base64url').slice(0, 12);

function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${stableJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
