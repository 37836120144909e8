import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService, changesOf, SECRET_CHANGED } from '../access/audit.service.js';
import { actorOf, type Caller } from '../access/caller.js';
import { notFound } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Connection } from '../connections/connection.entity.js';
import type { CheckedConnection } from '../connections/connection-form.js';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import { StoreCount } from '../intake/store-count.entity.js';
import { SettingValue } from '../settings/setting.entity.js';
import { SettingsService } from '../settings/settings.service.js';
import type { CreateStore, UpdateStore } from './store.dto.js';
import { Store } from './store.entity.js';
import { StoreInput } from './store-input.js';
import { storeKeyOf } from './storefront-claims.js';

const TOKEN_BYTES = 24;
const STEP_ROWS = 200;

/** The rows of stores and their connections, written together with what belongs to them. */
@Injectable()
export class StoreRecords {
  constructor(
    private readonly db: Database,
    private readonly input: StoreInput,
    private readonly settings: SettingsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws ProblemException 422 with every wrong field; 404 for an account or connection the tenant does not have. */
  async create(tenantId: string, body: CreateStore, by: Caller): Promise<Store> {
    const id = newId();
    const { edit, entered, known } = await this.input.ofNew(tenantId, id, body);
    const now = this.clock.now();
    const storefront = body.storefront ?? null;
    const connectionId = known?.id ?? newId();
    const shopKey = known?.shopKey ?? entered?.shopKey ?? ownKeyOf(body.platform, connectionId);
    const store: Store = {
      tenantId,
      id,
      name: body.name,
      platform: body.platform,
      accountId: body.accountId,
      connectionId,
      shopKey: storeKeyOf(shopKey, storefront),
      storefront,
      token: randomBytes(TOKEN_BYTES).toString('base64url'),
      createdAt: now,
      updatedAt: now,
    };
    await this.db.write(async (tx) => {
      if (entered) await this.insertConnection(tx, { store, entered, shopKey, now });
      await tx.manager.insert(Store, store as never);
      await tx.manager.insert(StoreCount, { tenantId, storeId: id });
      await this.note(tx, store, 'store.create', by, {
        name: store.name,
        platform: store.platform,
        accountId: store.accountId,
      });
      await this.settings.write(tx, { tenantId, storeId: id }, edit, by);
    });
    this.settings.announce({ tenantId, storeId: id });
    return store;
  }

  /**
   * Changes the name, the storefront, settings or the connection. A connection is shared: its change is one for every
   * store of the shop. The shop key stays what it is once a message was accepted, because what was sent is remembered by it.
   *
   * @throws ProblemException 422 with every wrong field; 404.
   */
  async update(tenantId: string, storeId: string, body: UpdateStore, by: Caller): Promise<void> {
    const store = await this.get(tenantId, storeId);
    const { edit, entered, before } = await this.input.ofChange(store, body);
    const name = body.name ?? store.name;
    const storefront = body.storefront === undefined ? store.storefront : body.storefront;
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      const isUsed = await hasAccepted(tx, before);
      const shopKey = (isUsed ? undefined : entered?.shopKey) ?? before.shopKey;
      if (entered) {
        const { config, secrets } = this.input.columnsOf(tenantId, before.id, entered);
        await tx.manager.update(
          Connection,
          { tenantId, id: before.id },
          { config: config as never, secrets, shopKey, updatedAt: now },
        );
        for (const other of await tx.manager.findBy(Store, { tenantId, connectionId: before.id })) {
          await tx.manager.update(
            Store,
            { tenantId, id: other.id },
            { shopKey: storeKeyOf(shopKey, other.storefront) },
          );
        }
      }
      await tx.manager.update(
        Store,
        { tenantId, id: storeId },
        { name, storefront, shopKey: storeKeyOf(shopKey, storefront), updatedAt: now },
      );
      await this.note(tx, store, 'store.update', by, {
        changes: {
          ...changesOf({ name: store.name, storefront: store.storefront }, { name, storefront }),
          ...(entered ? { connection: connectionChanges(before, entered, body.connection) } : {}),
        },
      });
      await this.settings.write(tx, { tenantId, storeId }, edit, by);
    });
    if (body.settings) this.settings.announce({ tenantId, storeId });
  }

  /** With its messages, settings and counts; the connection goes with the last store of the shop. */
  async delete(tenantId: string, storeId: string, by: Caller): Promise<Store> {
    const store = await this.get(tenantId, storeId);
    const { connectionId } = store;
    await this.emptyMessages(tenantId, storeId);
    await this.db.write(async (tx) => {
      await tx.manager.delete(Store, { tenantId, id: storeId });
      await tx.manager.delete(SettingValue, { tenantId, storeId });
      if ((await tx.manager.countBy(Store, { tenantId, connectionId })) === 0) {
        await tx.manager.delete(Connection, { tenantId, id: connectionId });
      }
      await this.note(tx, store, 'store.delete', by, { name: store.name, shopKey: store.shopKey });
    });
    return store;
  }

  /** In steps, so that other stores' writes are not held up. */
  private async emptyMessages(tenantId: string, storeId: string): Promise<void> {
    let removed: number;
    do {
      removed = await this.db.write(async (tx) => {
        const rows = await tx.query<{ id: string }>(
          `SELECT id FROM message WHERE tenant_id = $1 AND store_id = $2 LIMIT ${STEP_ROWS}`,
          [tenantId, storeId],
        );
        await tx.query(`DELETE FROM message WHERE tenant_id = $1 AND ${inList('id', 2)}`, [
          tenantId,
          listParam(rows.map(({ id }) => id)),
        ]);
        return rows.length;
      });
    } while (removed === STEP_ROWS);
  }

  /** @throws ProblemException 404. */
  async get(tenantId: string, storeId: string): Promise<Store> {
    const store = await this.db.of(tenantId, Store).findOne({ id: storeId });
    if (!store) throw notFound('store');
    return store;
  }

  private async insertConnection(
    tx: Tx,
    {
      store,
      entered,
      shopKey,
      now,
    }: { store: Store; entered: CheckedConnection; shopKey: string; now: number },
  ): Promise<void> {
    const { tenantId, connectionId, platform } = store;
    const row: Omit<Connection, 'tenant'> = {
      tenantId,
      id: connectionId,
      platform,
      ...this.input.columnsOf(tenantId, connectionId, entered),
      shopKey,
      shop: null,
      state: 'active',
      pausedReason: null,
      createdAt: now,
      updatedAt: now,
    };
    await tx.manager.insert(Connection, row as never);
  }

  private note(tx: Tx, store: Store, action: string, by: Caller, detail: unknown): Promise<void> {
    const { tenantId, id: target } = store;
    return this.audit.write(tx, { tenantId, actor: actorOf(by), action, target, detail });
  }
}

/** For a platform whose connection does not tell which shop it is: lasts as long as the connection. */
const ownKeyOf = (platform: string, connectionId: string): string => `${platform}:${connectionId}`;

/** Whether a store of the connection has ever taken in a message. */
async function hasAccepted(tx: Tx, { tenantId, id }: Connection): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 AS one FROM store_count c JOIN store s ON s.tenant_id = c.tenant_id AND s.id = c.store_id
     WHERE s.tenant_id = $1 AND s.connection_id = $2 AND c.accepted > 0 LIMIT 1`,
    [tenantId, id],
  );
  return rows.length > 0;
}

/** What the audit log says of a changed connection: values that are not secret, and which secrets were entered. */
const connectionChanges = (
  before: Connection,
  { config, secrets }: CheckedConnection,
  entered: Readonly<Record<string, unknown>> = {},
) => ({
  ...changesOf(before.config, config),
  ...Object.fromEntries(
    Object.keys(entered)
      .filter((key) => Object.hasOwn(secrets, key))
      .map((key) => [key, SECRET_CHANGED]),
  ),
});
