import { Injectable } from '@nestjs/common';
import type { MessageSource } from '@storewire/core';
import { Database } from './database.service.js';
import type { Columns, Tx, Value } from './sql.js';

/** A message as it is taken in. */
export interface NewMessage {
  readonly tenantId: string;
  readonly id: string;
  readonly storeId: string;
  readonly connectionId: string;
  readonly source: MessageSource;
  readonly topic: string;
  /** Unique per store; a message whose key is known is not taken in again. */
  readonly messageKey: string;
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
  readonly meta: Readonly<Record<string, string>>;
  readonly exportId?: string;
  /** Of what a poll brought and a webhook should have. */
  readonly objectKey?: string;
  readonly receivedAt: number;
  /** Not translated before; at once when absent. */
  readonly dueAt?: number;
}

/** A message that waits for translation. */
export interface InboxMessage {
  readonly tenantId: string;
  readonly id: string;
  readonly storeId: string;
  readonly source: MessageSource;
  readonly topic: string;
  readonly body: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly exportId: string | null;
  readonly receivedAt: number;
  readonly tries: number;
}

const COLUMNS: Columns = {
  tenant_id: 'text',
  id: 'text',
  store_id: 'text',
  connection_id: 'text',
  source: 'text',
  topic: 'text',
  message_key: 'text',
  export_id: 'text',
  object_key: 'text',
  received_at: 'bigint',
  due_at: 'bigint',
};

const BODY_COLUMNS: Columns = {
  tenant_id: 'text',
  message_id: 'text',
  body: 'text',
  encoding: 'text',
  meta: 'text',
};

const MESSAGE = `SELECT m.id, m.store_id, m.source, m.topic, b.body, b.encoding, b.meta, m.export_id, m.received_at, m.tries
   FROM message m JOIN message_body b ON b.tenant_id = m.tenant_id AND b.message_id = m.id`;

/** The inbox: messages that came in and wait for translation, per connection in the order they came. */
@Injectable()
export class InboxRepository {
  constructor(private readonly db: Database) {}

  /**
   * Takes messages in and counts them as accepted, inside the caller's transaction.
   * @returns for each message whether it was new.
   */
  async insert(tx: Tx, messages: readonly NewMessage[]): Promise<boolean[]> {
    const inserted = await tx.insertRows(
      'message',
      COLUMNS,
      messages.map((m) => ({
        tenant_id: m.tenantId,
        id: m.id,
        store_id: m.storeId,
        connection_id: m.connectionId,
        source: m.source,
        topic: m.topic.slice(0, 100),
        message_key: m.messageKey.slice(0, 300),
        export_id: m.exportId ?? null,
        object_key: m.objectKey ?? null,
        received_at: m.receivedAt,
        due_at: m.dueAt ?? 0,
      })),
    );
    await tx.insertRows(
      'message_body',
      BODY_COLUMNS,
      messages
        .filter((_, i) => inserted[i])
        .map((m) => ({
          tenant_id: m.tenantId,
          message_id: m.id,
          body: m.body,
          encoding: m.encoding,
          meta: JSON.stringify(m.meta),
        })),
    );
    const accepted = new Map<string, { tenant_id: string; store_id: string; accepted: number }>();
    messages.forEach((m, i) => {
      if (!inserted[i]) return;
      const count = accepted.get(m.storeId) ?? {
        tenant_id: m.tenantId,
        store_id: m.storeId,
        accepted: 0,
      };
      count.accepted += 1;
      accepted.set(m.storeId, count);
    });
    await tx.updateRows(
      {
        table: 'store_count',
        columns: { tenant_id: 'text', store_id: 'text', accepted: 'bigint' },
        key: ['tenant_id', 'store_id'],
        set: { accepted: '@accepted + $accepted' },
      },
      [...accepted.values()],
    );
    return inserted;
  }

  /** The newest messages of a store whose raw body is still there. */
  async latest(tenantId: string, storeId: string, limit: number): Promise<InboxMessage[]> {
    const rows = await this.db.query(
      `${MESSAGE} WHERE m.tenant_id = $1 AND m.store_id = $2 ORDER BY m.id DESC LIMIT ${limit}`,
      [tenantId, storeId],
    );
    return rows.map((row) => inboxMessage(tenantId, row));
  }

  /** The oldest messages of a connection that are due, with their bodies. */
  async due(
    tenantId: string,
    connectionId: string,
    now: number,
    limit: number,
  ): Promise<InboxMessage[]> {
    const rows = await this.db.query(
      `${MESSAGE} WHERE m.connection_id = $1 AND m.stage = 'inbox' AND m.tenant_id = $2 AND m.due_at <= $3
       ORDER BY m.id LIMIT ${limit}`,
      [connectionId, tenantId, now],
    );
    return rows.map((row) => inboxMessage(tenantId, row));
  }

  /** When the next message of a connection is due; `undefined` when none waits. */
  async nextDue(tenantId: string, connectionId: string): Promise<number | undefined> {
    const [row] = await this.db.query<{ due: number | null }>(
      `SELECT MIN(due_at) AS due FROM message WHERE connection_id = $1 AND stage = 'inbox' AND tenant_id = $2`,
      [connectionId, tenantId],
    );
    return row?.due ?? undefined;
  }

  /** Connections with messages that wait, for the start of the process and the sweep. */
  async waitingConnections(): Promise<{ tenantId: string; connectionId: string }[]> {
    const rows = await this.db.query<{ tenant_id: string; connection_id: string }>(
      `SELECT tenant_id, id AS connection_id FROM connection c WHERE EXISTS (
         SELECT 1 FROM message m WHERE m.tenant_id = c.tenant_id AND m.connection_id = c.id AND m.stage = 'inbox')`,
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, connectionId: row.connection_id }));
  }

  /** Puts messages off: their store did not answer. */
  postpone(
    messages: readonly {
      tenantId: string;
      id: string;
      dueAt: number;
      tries: number;
      detail: string;
    }[],
  ): Promise<void> {
    return this.db.writeHot(async (tx) => {
      await tx.updateRows(
        {
          table: 'message',
          columns: {
            tenant_id: 'text',
            id: 'text',
            due_at: 'bigint',
            tries: 'integer',
            detail: 'text',
          },
          key: ['tenant_id', 'id'],
          set: { due_at: '$due_at', tries: '$tries', detail: '$detail' },
        },
        messages.map((m) => ({
          tenant_id: m.tenantId,
          id: m.id,
          due_at: m.dueAt,
          tries: m.tries,
          detail: m.detail,
        })),
      );
    });
  }
}

function inboxMessage(tenantId: string, row: Record<string, Value>): InboxMessage {
  const raw = String(row.body);
  return {
    tenantId,
    id: String(row.id),
    storeId: String(row.store_id),
    source: row.source as MessageSource,
    topic: String(row.topic),
    body: row.encoding === 'base64' ? Buffer.from(raw, 'base64').toString('utf8') : raw,
    meta: JSON.parse(String(row.meta)),
    exportId: (row.export_id as string | null) ?? null,
    receivedAt: Number(row.received_at),
    tries: Number(row.tries),
  };
}
