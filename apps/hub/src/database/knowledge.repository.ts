import type { Channel, KnownConsent, LinkedConsent, OpenCart } from '@storewire/core';
import { inList, listParam, type Sql, type Tx } from './sql.js';

/** What a store last said about a person's consent. */
export type StoreConsent = { [C in Channel]?: KnownConsent } & {
  /** The consent of the operating mode (S50). */
  linked?: LinkedConsent;
};

/** A person in one account, as stored. */
export interface StoredContact {
  readonly contactKey: string;
  contactId: string | null;
  fields: Record<string, string>;
  consent: { [C in Channel]?: KnownConsent };
  /** Baselines by shop key. */
  storeConsent: Record<string, StoreConsent>;
  confirmationAskedAt: number | null;
}

/** What the hub remembers of one account: read before rules run, written with what they decided. */
export class KnowledgeRepository {
  constructor(
    private readonly sql: Sql,
    private readonly tenantId: string,
    private readonly accountId: string,
  ) {}

  /** Addresses by `shopKey` and customer id. */
  async customers(shopKey: string, ids: ReadonlySet<string>): Promise<Map<string, string>> {
    if (ids.size === 0) return new Map();
    const rows = await this.sql.query<{ customer_id: string; contact_key: string }>(
      `SELECT customer_id, contact_key FROM customer
       WHERE tenant_id = $1 AND account_id = $2 AND shop_key = $3 AND ${inList('customer_id', 4)}`,
      [this.tenantId, this.accountId, shopKey, listParam(ids)],
    );
    return new Map(rows.map((row) => [row.customer_id, row.contact_key]));
  }

  /** The store's customer id of an address. */
  async customerIdOf(shopKey: string, contactKey: string): Promise<string | undefined> {
    const [row] = await this.sql.query<{ customer_id: string }>(
      `SELECT customer_id FROM customer
       WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3 AND shop_key = $4 ORDER BY customer_id LIMIT 1`,
      [this.tenantId, this.accountId, contactKey, shopKey],
    );
    return row?.customer_id;
  }

  /** Shop keys of the stores where an address is a customer. */
  async shopKeysOf(contactKey: string): Promise<string[]> {
    const rows = await this.sql.query<{ shop_key: string }>(
      'SELECT DISTINCT shop_key FROM customer WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3',
      [this.tenantId, this.accountId, contactKey],
    );
    return rows.map((row) => row.shop_key);
  }

  async contacts(keys: ReadonlySet<string>): Promise<Map<string, StoredContact>> {
    if (keys.size === 0) return new Map();
    const rows = await this.sql.query(
      `SELECT contact_key, contact_id, fields, consent, store_consent, confirmation_asked_at FROM contact
       WHERE tenant_id = $1 AND account_id = $2 AND ${inList('contact_key', 3)}`,
      [this.tenantId, this.accountId, listParam(keys)],
    );
    return new Map(
      rows.map((row) => [
        String(row.contact_key),
        {
          contactKey: String(row.contact_key),
          contactId: row.contact_id as string | null,
          fields: JSON.parse(String(row.fields)),
          consent: JSON.parse(String(row.consent)),
          storeConsent: JSON.parse(String(row.store_consent)),
          confirmationAskedAt: row.confirmation_asked_at as number | null,
        },
      ]),
    );
  }

  /** Which effects are taken, and which of these by a dead letter. */
  async effects(keys: ReadonlySet<string>): Promise<{ taken: Set<string>; dead: Set<string> }> {
    if (keys.size === 0) return { taken: new Set(), dead: new Set() };
    const rows = await this.sql.query<{ effect_key: string; state: string | null }>(
      `SELECT e.effect_key, c.state FROM effect e
       LEFT JOIN command c ON c.tenant_id = e.tenant_id AND c.id = e.command_id
       WHERE e.tenant_id = $1 AND ${inList('e.effect_key', 2)}`,
      [this.tenantId, listParam(keys)],
    );
    return {
      taken: new Set(rows.map((row) => row.effect_key)),
      dead: new Set(rows.filter((row) => row.state === 'dead').map((row) => row.effect_key)),
    };
  }

  /** Every cart that is kept of these people, the oldest of each first. */
  async carts(keys: ReadonlySet<string>): Promise<Map<string, OpenCart[]>> {
    if (keys.size === 0) return new Map();
    const rows = await this.sql.query(
      `SELECT cart_key, created_at, expires_at, snapshot_at, fingerprint, claimed FROM cart
       WHERE tenant_id = $1 AND account_id = $2 AND ${inList('cart_key', 3)} ORDER BY created_at`,
      [this.tenantId, this.accountId, listParam(keys)],
    );
    const carts = new Map<string, OpenCart[]>();
    for (const row of rows) {
      const key = String(row.cart_key);
      const cart: OpenCart = {
        createdAt: instant(row.created_at),
        ...(row.expires_at === null ? {} : { expiresAt: instant(row.expires_at) }),
        snapshotAt: instant(row.snapshot_at),
        fingerprint: String(row.fingerprint),
        ...(Number(row.claimed) === 1 ? { isClaimed: true } : {}),
      };
      const others = carts.get(key);
      if (others) others.push(cart);
      else carts.set(key, [cart]);
    }
    return carts;
  }

  async saveContacts(
    tx: Tx,
    contacts: readonly { contact: StoredContact; isNew: boolean }[],
    now: number,
  ): Promise<void> {
    const rows = contacts.map(({ contact }) => ({
      tenant_id: this.tenantId,
      account_id: this.accountId,
      contact_key: contact.contactKey,
      contact_id: contact.contactId,
      fields: JSON.stringify(contact.fields),
      consent: JSON.stringify(contact.consent),
      store_consent: JSON.stringify(contact.storeConsent),
      confirmation_asked_at: contact.confirmationAskedAt,
      updated_at: now,
    }));
    const columns = {
      tenant_id: 'text',
      account_id: 'text',
      contact_key: 'text',
      contact_id: 'text',
      fields: 'text',
      consent: 'text',
      store_consent: 'text',
      confirmation_asked_at: 'bigint',
      updated_at: 'bigint',
    } as const;
    await tx.insertRows(
      'contact',
      columns,
      rows.filter((_, i) => contacts[i]?.isNew),
    );
    await tx.updateRows(
      {
        table: 'contact',
        columns,
        key: ['tenant_id', 'account_id', 'contact_key'],
        // The contact id is the delivery's to write.
        set: {
          fields: '$fields',
          consent: '$consent',
          store_consent: '$store_consent',
          confirmation_asked_at: '$confirmation_asked_at',
          updated_at: '$updated_at',
        },
      },
      rows.filter((_, i) => !contacts[i]?.isNew),
    );
  }

  async deleteContacts(tx: Tx, keys: ReadonlySet<string>): Promise<void> {
    if (keys.size === 0) return;
    await tx.query(
      `DELETE FROM contact WHERE tenant_id = $1 AND account_id = $2 AND ${inList('contact_key', 3)}`,
      [this.tenantId, this.accountId, listParam(keys)],
    );
  }

  async saveCustomers(
    tx: Tx,
    customers: readonly { shopKey: string; customerId: string; contactKey: string }[],
  ): Promise<void> {
    const columns = {
      tenant_id: 'text',
      account_id: 'text',
      shop_key: 'text',
      customer_id: 'text',
      contact_key: 'text',
    } as const;
    const rows = customers.map((c) => ({
      tenant_id: this.tenantId,
      account_id: this.accountId,
      shop_key: c.shopKey,
      customer_id: c.customerId,
      contact_key: c.contactKey,
    }));
    const inserted = await tx.insertRows('customer', columns, rows);
    await tx.updateRows(
      {
        table: 'customer',
        columns,
        key: ['tenant_id', 'account_id', 'shop_key', 'customer_id'],
        set: { contact_key: '$contact_key' },
      },
      rows.filter((_, i) => !inserted[i]),
    );
  }

  async saveCarts(
    tx: Tx,
    carts: readonly { cartKey: string; contactKey: string; open: OpenCart }[],
  ): Promise<void> {
    const columns = {
      tenant_id: 'text',
      account_id: 'text',
      cart_key: 'text',
      contact_key: 'text',
      created_at: 'bigint',
      expires_at: 'bigint',
      snapshot_at: 'bigint',
      fingerprint: 'text',
      claimed: 'integer',
    } as const;
    const rows = carts.map(({ cartKey, contactKey, open }) => ({
      tenant_id: this.tenantId,
      account_id: this.accountId,
      cart_key: cartKey,
      contact_key: contactKey.toLowerCase(),
      created_at: Date.parse(open.createdAt),
      expires_at: open.expiresAt ? Date.parse(open.expiresAt) : null,
      snapshot_at: Date.parse(open.snapshotAt),
      fingerprint: open.fingerprint,
      claimed: open.isClaimed ? 1 : 0,
    }));
    const inserted = await tx.insertRows('cart', columns, rows);
    await tx.updateRows(
      {
        table: 'cart',
        columns,
        key: ['tenant_id', 'account_id', 'cart_key', 'created_at'],
        set: {
          expires_at: '$expires_at',
          snapshot_at: '$snapshot_at',
          fingerprint: '$fingerprint',
          claimed: '$claimed',
        },
      },
      rows.filter((_, i) => !inserted[i]),
    );
  }
}

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString();
