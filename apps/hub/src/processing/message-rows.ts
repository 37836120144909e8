import {
  type CompatCall,
  compatRows,
  type InboundEvent,
  inboundRows,
  type SourceRow,
  UnreadableDocument,
} from '@storewire/core';
import type { InboxMessage } from '../database/inbox.repository.js';
import type { StoreContext } from '../stores/store-context.js';

/**
 * The documents a message brings; a webhook that only points at something makes the adapter fetch it.
 * @throws UnreadableDocument; the `Store…` errors of the calls it takes.
 */
export function rowsIn(
  message: InboxMessage,
  store: StoreContext,
): AsyncIterable<SourceRow> | Iterable<SourceRow> {
  if (message.source === 'inbound') return inboundRows(JSON.parse(message.body) as InboundEvent);
  if (message.source === 'compat') {
    const receivedAt = new Date(message.receivedAt).toISOString();
    return compatRows(JSON.parse(message.body) as CompatCall, receivedAt);
  }
  if (message.source !== 'webhook') return [JSON.parse(message.body) as SourceRow];
  const webhooks = store.adapter.sources.webhooks;
  if (!webhooks) throw new UnreadableDocument(`the platform ${store.platform} sends no webhooks`);
  return webhooks.read(
    {
      topic: message.topic,
      rawBody: message.body,
      receivedAt: new Date(message.receivedAt).toISOString(),
      meta: message.meta,
    },
    store.client(),
  );
}
