import { Injectable } from '@nestjs/common';
import type { PendingInstall } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import { SecretBox, type SecretPlace } from '../secrets/secret-box.js';
import { APP_STATE, StoreSecret } from '../store-secrets/store-secret.entity.js';
import { Store } from '../stores/store.entity.js';

/** How far the installation of a store's app is. */
export interface InstallState {
  /** Time of the last registration, as the shop signed it: what is not later is a repetition. */
  readonly lastAt: number;
  readonly pending?: PendingInstall;
  /** Who confirmed, and with the package of which secret. */
  readonly known?: { readonly shopId: string; readonly secretId: string };
  /** The keys are new, and no check has passed with them; in milliseconds since 1970. */
  readonly awaits?: { readonly since: number; readonly nextAt: number };
}

/** A store whose new keys the shop may not take yet. */
export interface AwaitingStore extends StoreId {
  readonly connectionId: string;
  readonly awaits: NonNullable<InstallState['awaits']>;
}

export interface StoreId {
  readonly tenantId: string;
  readonly storeId: string;
}

const NOTHING_YET: InstallState = { lastAt: 0 };

/** One sealed row for each store with an app; changes of it never overlap. */
@Injectable()
export class InstallStates {
  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  async read({ tenantId, storeId }: StoreId): Promise<InstallState> {
    const row = await this.db.of(tenantId, StoreSecret).findOne({ id: storeId });
    return this.opened(row ?? undefined);
  }

  /** @param next of what is there; what it throws leaves everything as it is. */
  async change(of: StoreId, next: (state: InstallState) => InstallState): Promise<void> {
    await this.db.write(async (tx) => {
      const row = await rowOf(tx, of);
      const secret = this.box.sealJson(next(this.opened(row)), placeOf(of));
      const { tenantId, storeId } = of;
      if (row) {
        await tx.manager.update(StoreSecret, { tenantId, id: storeId }, { secret });
        return;
      }
      await tx.manager.insert(StoreSecret, {
        tenantId,
        id: storeId,
        storeId,
        kind: APP_STATE,
        clientId: null,
        secret,
        createdAt: this.clock.now(),
      });
    });
  }

  /** Stores with new keys that nothing has tried successfully. @param since when their connections changed at the earliest. */
  async awaiting(since: number): Promise<AwaitingStore[]> {
    const rows = await this.db.query<
      Record<'tenant_id' | 'store_id' | 'connection_id' | 'secret', string>
    >(
      `SELECT x.tenant_id, x.store_id, s.connection_id, x.secret FROM store_secret x
       JOIN store s ON s.tenant_id = x.tenant_id AND s.id = x.store_id
       JOIN connection c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
       WHERE x.kind = '${APP_STATE}' AND c.updated_at >= $1`,
      [since],
    );
    return rows.flatMap(({ tenant_id: tenantId, store_id: storeId, connection_id, secret }) => {
      const of = { tenantId, storeId };
      const { awaits } = this.box.openJson<InstallState>(secret, placeOf(of));
      return awaits ? [{ ...of, connectionId: connection_id, awaits }] : [];
    });
  }

  /** The unguessable part of the store's addresses. */
  async tokenOf({ tenantId, storeId }: StoreId): Promise<string | undefined> {
    return (await this.db.of(tenantId, Store).findOne({ id: storeId }))?.token;
  }

  /** Whether another store of the same connection has an app: the connection has room for the keys of one. */
  async isElsewhere({ tenantId, storeId }: StoreId, connectionId: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 AS one FROM store_secret x JOIN store s ON s.tenant_id = x.tenant_id AND s.id = x.store_id
       WHERE x.tenant_id = $1 AND x.kind = 'app' AND s.connection_id = $2 AND s.id <> $3 LIMIT 1`,
      [tenantId, connectionId, storeId],
    );
    return rows.length > 0;
  }

  private opened(row: StoreSecret | undefined): InstallState {
    if (!row) return NOTHING_YET;
    return this.box.openJson<InstallState>(row.secret, placeOf(row));
  }
}

async function rowOf(tx: Tx, { tenantId, storeId }: StoreId): Promise<StoreSecret | undefined> {
  return (await tx.manager.findOneBy(StoreSecret, { tenantId, id: storeId })) ?? undefined;
}

const placeOf = ({ tenantId, storeId }: StoreId): SecretPlace => ({
  tenantId,
  rowId: storeId,
  field: 'store_secret.app_state',
});
