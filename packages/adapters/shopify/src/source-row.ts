import type { ContactTrigger, Instant, RecordKind, SourceRow } from '@storewire/core';

type Document = Readonly<Record<string, unknown>>;

/** The number of an object, from `admin_graphql_api_id`, a global `id` or a numeric one; `undefined` if it has none. */
export function numberOf(document: Document): string | undefined {
  const id = document.admin_graphql_api_id ?? document.id;
  if (typeof id === 'number') return Number.isSafeInteger(id) ? String(id) : undefined;
  return typeof id === 'string' && id !== '' ? id.replace(/^gid:\/\/.*\//, '') : undefined;
}

export const globalIdOf = (type: string, number: string): string =>
  number.startsWith('gid://') ? number : `gid://shopify/${type}/${number}`;

/** An instant as the hub writes it, whichever offset the store wrote; `undefined` when it is none. */
export function instantOf(value: unknown): Instant | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** A row about a document in either shape; the version is its update time. */
export function rowOf<K extends RecordKind>(
  kind: K,
  document: Document,
  more: { id?: string; version?: Instant; cursor?: string; trigger?: ContactTrigger } = {},
): SourceRow<K> {
  const version = more.version ?? instantOf(document.updatedAt ?? document.updated_at);
  return {
    kind,
    id: more.id ?? numberOf(document) ?? '',
    ...(version ? { version } : {}),
    raw: document,
    ...(more.cursor ? { cursor: more.cursor } : {}),
    ...(more.trigger ? { trigger: more.trigger } : {}),
  };
}
