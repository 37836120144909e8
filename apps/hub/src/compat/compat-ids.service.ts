import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { CompatId } from './compat-id.entity.js';

/** Which contacts and events the ids of the compatibility door mean. */
@Injectable()
export class CompatIds {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** SALESmanago's id of a person, once the hub knows it. */
  async realContactId(
    { tenantId, accountId }: StoreContext,
    contactKey: string,
  ): Promise<string | undefined> {
    const [row] = await this.db.query<{ contact_id: string | null }>(
      'SELECT contact_id FROM contact WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3',
      [tenantId, accountId, contactKey],
    );
    return row?.contact_id ?? undefined;
  }

  /** The hub's own id of a person, the same for every call. */
  async ownContactId({ tenantId, storeId }: StoreContext, contactKey: string): Promise<string> {
    const repository = this.db.of(tenantId, CompatId);
    const known = await repository.findOne({ storeId, kind: 'contact', contactKey });
    if (known) return known.id;
    const id = randomUUID();
    await repository.insert({
      storeId,
      id,
      kind: 'contact',
      contactKey,
      eventType: null,
      createdAt: this.clock.now(),
    });
    return id;
  }

  /** Whom a contact id means: one that SALESmanago gave, or one of the hub's own. */
  async addressOf(
    { tenantId, accountId, storeId }: StoreContext,
    contactId: string,
  ): Promise<string | undefined> {
    const own = await this.db
      .of(tenantId, CompatId)
      .findOne({ storeId, id: contactId, kind: 'contact' });
    if (own) return own.contactKey;
    const [row] = await this.db.query<{ contact_key: string }>(
      `SELECT contact_key FROM contact WHERE tenant_id = $1 AND account_id = $2 AND contact_id = $3
       AND contact_key NOT LIKE '#%'`,
      [tenantId, accountId, contactId],
    );
    return row?.contact_key;
  }

  /** Remembers an event by the id it is answered with, SALESmanago's or one of the hub's own. */
  async rememberEvent(
    { tenantId, storeId }: StoreContext,
    event: { readonly contactKey: string; readonly eventType: string; readonly id?: string },
  ): Promise<string> {
    const { contactKey, eventType, id = randomUUID() } = event;
    await this.db.write((tx) =>
      tx.query(
        `INSERT INTO compat_id (tenant_id, store_id, id, kind, contact_key, event_type, created_at)
         VALUES ($1, $2, $3, 'event', $4, $5, $6) ON CONFLICT DO NOTHING`,
        [tenantId, storeId, id, contactKey, eventType, this.clock.now()],
      ),
    );
    return id;
  }

  async event(
    { tenantId, storeId }: StoreContext,
    id: string,
  ): Promise<{ readonly contactKey: string; readonly eventType: string | null } | undefined> {
    return (
      (await this.db.of(tenantId, CompatId).findOne({ storeId, id, kind: 'event' })) ?? undefined
    );
  }
}
