import type { MessageSource, SourceRow } from '@storewire/core';

/**
 * One version of one object of a store, as webhooks and polls name it alike; `undefined` where the platform gives no
 * version to compare.
 */
export const objectKeyOf = ({
  kind,
  id,
  version,
}: Pick<SourceRow, 'kind' | 'id' | 'version'>): string | undefined =>
  version === undefined ? undefined : `${kind}:${id}:${version}`.slice(0, 300);

/** The key of what a message brought, if a webhook brought it. */
export function broughtByWebhook({
  source,
  rows,
}: {
  readonly source: MessageSource;
  readonly rows: readonly { readonly row: SourceRow }[];
}): string | undefined {
  const [first] = rows;
  return source === 'webhook' && first ? objectKeyOf(first.row) : undefined;
}
