import { Injectable } from '@nestjs/common';
import {
  type Command,
  type Decision,
  decide,
  type FieldMapping,
  type FieldNote,
  HubError,
  type MappedRow,
  meaningOf,
  type Order,
  orderEffectKey,
  readPath,
  type StoreFacts,
} from '@storewire/core';
import { Clock } from '../clock.js';
import { type InboxMessage, InboxRepository } from '../database/inbox.repository.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { mapRow } from './map-row.js';
import { rowsIn } from './message-rows.js';

/** What became of one entry of the mapping, with the value that was found. */
export interface PreviewedField extends FieldNote {
  readonly value: unknown;
}

export interface PreviewedObject {
  readonly kind: string;
  readonly id: string;
  readonly fields: readonly PreviewedField[];
  /** What would be sent, had nothing been sent of it before. */
  readonly commands: readonly { readonly kind: Command['kind']; readonly payload: unknown }[];
  readonly filteredBy: string | null;
}

export interface PreviewedMessage {
  readonly messageId: string;
  readonly receivedAt: string;
  readonly source: string;
  readonly topic: string;
  readonly objects: readonly PreviewedObject[];
  /** Why the message could not be read. */
  readonly error: string | null;
}

/** D14: a field mapping tried on the last real messages of a store, with nothing stored and nothing sent. */
@Injectable()
export class SettingsPreviewService {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws StoreNotUsable. */
  async fieldMapping(
    tenantId: string,
    storeId: string,
    fieldMapping: FieldMapping[],
    limit: number,
  ): Promise<{ hasV3ApiKey: boolean; messages: PreviewedMessage[] }> {
    const real = await this.stores.require(tenantId, storeId);
    const settings = { ...real.settings, active: true, fieldMapping };
    const store = { ...real, settings, facts: { ...real.facts, settings } };
    const messages = (await this.inbox.latest(tenantId, storeId, limit)).filter(
      ({ source }) => source !== 'callback',
    );
    const previewed: PreviewedMessage[] = [];
    for (const message of messages) previewed.push(await this.preview(message, store));
    return { hasV3ApiKey: real.facts.hasV3ApiKey === true, messages: previewed };
  }

  private async preview(message: InboxMessage, store: StoreContext): Promise<PreviewedMessage> {
    const objects: PreviewedObject[] = [];
    let error: string | null = null;
    try {
      for await (const row of rowsIn(message, store)) {
        const mapped = mapRow(row, store, message.source);
        if (mapped) objects.push(this.object(mapped, message, store));
      }
    } catch (thrown) {
      if (!(thrown instanceof HubError)) throw thrown;
      error = thrown.message;
    }
    const { id: messageId, receivedAt, source, topic } = message;
    return {
      messageId,
      receivedAt: new Date(receivedAt).toISOString(),
      source,
      topic,
      objects,
      error,
    };
  }

  private object(mapped: MappedRow, message: InboxMessage, store: StoreContext): PreviewedObject {
    const { row, extras } = mapped;
    const { commands, filteredBy } = this.decide(mapped, message, store.facts);
    return {
      kind: row.kind,
      id: row.id,
      fields: (extras?.notes ?? []).map((note) => ({
        ...note,
        value: readPath(row.raw, note.from, store.variables) ?? null,
      })),
      commands: commands.map(({ kind, payload }) => ({ kind, payload })),
      filteredBy: filteredBy ?? null,
    };
  }

  /** As for the first time; the end of an order follows its purchase. */
  private decide(
    { row, result, extras }: MappedRow,
    { source }: InboxMessage,
    store: StoreFacts,
  ): Decision {
    const { record } = result;
    const bought = row.kind === 'order' ? purchaseOf(record as Order, store) : [];
    return decide({
      kind: row.kind,
      record,
      source,
      ...(row.trigger ? { trigger: row.trigger } : {}),
      ...(row.storefront ? { storefront: row.storefront } : {}),
      store,
      known: { effects: new Set(bought) },
      ...(extras ? { extras } : {}),
      now: this.clock.instant(),
    });
  }
}

function purchaseOf(order: Order, store: StoreFacts): string[] {
  const meaning = meaningOf(order.state, store);
  return meaning === 'cancellation' || meaning === 'return'
    ? [orderEffectKey(store, order.externalId, 'PURCHASE')]
    : [];
}
