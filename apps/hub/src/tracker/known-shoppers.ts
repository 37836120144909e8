import { Injectable } from '@nestjs/common';
import { cartKeyOf, contactKeyOf } from '@storewire/core';
import type { VisitorAnswer } from '@storewire/tracker';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { VisitorLookUps } from './visitor-look-ups.service.js';

type Place = Pick<StoreContext, 'tenantId' | 'accountId'>;
type StorePlace = Place & Pick<StoreContext, 'storeId' | 'facts'>;

/** What the hub itself knows of shoppers; nobody is asked. Addresses are in lower case. */
@Injectable()
export class KnownShoppers {
  constructor(
    private readonly db: Database,
    private readonly lookUps: VisitorLookUps,
    private readonly clock: Clock,
  ) {}

  /** The address of a contact that the hub has sent. */
  async addressOf({ tenantId, accountId }: Place, contactId: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ contact_key: string }>(
      `SELECT contact_key FROM contact
       WHERE tenant_id = $1 AND account_id = $2 AND contact_id = $3 LIMIT 1`,
      [tenantId, accountId, contactId],
    );
    return row?.contact_key;
  }

  /**
   * The address of a customer of the shop, by the id that the shop has for it, whichever of its storefronts told of the
   * person. Guests are no customers.
   */
  async addressOfCustomer(
    { tenantId, accountId, connectionId, facts }: StorePlace & Pick<StoreContext, 'connectionId'>,
    customerId: string,
  ): Promise<string | undefined> {
    const [row] = await this.db.query<{ contact_key: string }>(
      `SELECT contact_key FROM customer
       WHERE tenant_id = $1 AND account_id = $2 AND customer_id = $3
         AND shop_key IN (SELECT s.shop_key FROM store s WHERE s.tenant_id = $1 AND s.connection_id = $4)
       ORDER BY CASE WHEN shop_key = $5 THEN 0 ELSE 1 END LIMIT 1`,
      [tenantId, accountId, customerId, connectionId, facts.shopKey],
    );
    return row?.contact_key;
  }

  /** Whether the contact was sent, or is on its way: an event that is decided now comes after it. */
  async isSent({ tenantId, accountId }: Place, email: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 AS one FROM contact WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3
         AND (contact_id IS NOT NULL OR fields <> '{}')`,
      [tenantId, accountId, email],
    );
    return rows.length > 0;
  }

  /** Whether the store itself has told of this person: as a customer, or in a message that no browser sent. */
  async isOfStore(store: StorePlace, email: string): Promise<boolean> {
    const { tenantId, accountId, storeId, facts } = store;
    const rows = await this.db.query(
      `SELECT 1 AS one FROM customer
       WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3 AND shop_key = $4
       UNION ALL
       SELECT 1 AS one FROM message
       WHERE tenant_id = $1 AND store_id = $5 AND email = $3 AND email IS NOT NULL
         AND source NOT IN ('beacon', 'callback')
       LIMIT 1`,
      [tenantId, accountId, email, facts.shopKey, storeId],
    );
    return rows.length > 0;
  }

  /** The cookies of a shopper whose identity the store has signed. */
  async proven(store: StorePlace, email: string): Promise<VisitorAnswer | undefined> {
    const [row] = await this.db.query<{ contact_id: string | null }>(
      'SELECT contact_id FROM contact WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3',
      [store.tenantId, store.accountId, email],
    );
    if (!row?.contact_id) return undefined;
    const key = contactKeyOf({ email });
    return { smclient: row.contact_id, ...(await this.openEvent(store, key)) };
  }

  /** The cookie of a recognised visitor: the open event and no more, for `smclient` proves nothing. */
  async visitor(store: StorePlace, contactId: string): Promise<VisitorAnswer | undefined> {
    const { tenantId, accountId } = store;
    const remembered = this.lookUps.remembered(tenantId, accountId, { contactId });
    const email = (await this.addressOf(store, contactId)) ?? remembered?.email;
    const event = await this.openEvent(store, contactKeyOf(email ? { email } : { contactId }));
    return email || event.smevent ? event : undefined;
  }

  private async openEvent(
    { tenantId, accountId, facts }: StorePlace,
    contactKey: string,
  ): Promise<Pick<VisitorAnswer, 'smevent' | 'smeventSeconds'>> {
    const now = this.clock.now();
    const [row] = await this.db.query<{ event_id: string | null; expires_at: number | null }>(
      `SELECT event_id, expires_at FROM cart WHERE tenant_id = $1 AND account_id = $2 AND cart_key = $3
       ORDER BY created_at DESC LIMIT 1`,
      [tenantId, accountId, cartKeyOf(facts, contactKey)],
    );
    const expiresAt = row?.expires_at == null ? null : Number(row.expires_at);
    if (!row?.event_id || (expiresAt !== null && expiresAt <= now)) return { smevent: null };
    return {
      smevent: row.event_id,
      ...(expiresAt === null ? {} : { smeventSeconds: Math.ceil((expiresAt - now) / 1000) }),
    };
  }
}
