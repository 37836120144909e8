import { Injectable } from '@nestjs/common';
import type { SettingsLayer } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Sql, Tx } from '../database/sql.js';
import { inList, listParam } from '../database/sql.js';

/** Stands in `store_id` for the tenant's own layer. */
export const TENANT_LAYER = '';

interface Found {
  store_id: string;
  key: string;
  value: string;
}

type Layers = Map<string, Record<string, unknown>>;

/** The stored values, one row per layer and key. */
@Injectable()
export class SettingRows {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.write(work);
  }

  /** Layers by store id; a layer without values is absent. */
  async read(tenantId: string, layers: readonly string[]): Promise<Layers> {
    return toLayers(
      await this.db.query<Found>(
        `SELECT store_id, key, value FROM setting WHERE tenant_id = $1 AND ${inList('store_id', 2)}`,
        [tenantId, listParam(layers)],
      ),
    );
  }

  async readAll(tenantId: string): Promise<Layers> {
    return toLayers(
      await this.db.query<Found>('SELECT store_id, key, value FROM setting WHERE tenant_id = $1', [
        tenantId,
      ]),
    );
  }

  /** The platform of a store; `undefined` while the store does not exist. */
  async platformOf(tenantId: string, storeId: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ platform: string }>(
      'SELECT platform FROM store WHERE tenant_id = $1 AND id = $2',
      [tenantId, storeId],
    );
    return row?.platform;
  }

  async readIn(tx: Sql, tenantId: string, layer: string): Promise<SettingsLayer> {
    const rows = await tx.query<Found>(
      'SELECT store_id, key, value FROM setting WHERE tenant_id = $1 AND store_id = $2',
      [tenantId, layer],
    );
    return toLayers(rows).get(layer) ?? {};
  }

  async writeIn(
    tx: Tx,
    tenantId: string,
    layer: string,
    edit: { readonly set: SettingsLayer; readonly unset: readonly string[] },
  ): Promise<void> {
    for (const key of edit.unset) {
      await tx.query('DELETE FROM setting WHERE tenant_id = $1 AND store_id = $2 AND key = $3', [
        tenantId,
        layer,
        key,
      ]);
    }
    for (const [key, value] of Object.entries(edit.set)) {
      await tx.query(
        `INSERT INTO setting (tenant_id, store_id, key, value, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, store_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
        [tenantId, layer, key, JSON.stringify(value), this.clock.now()],
      );
    }
  }
}

function toLayers(rows: readonly Found[]): Layers {
  const layers: Layers = new Map();
  for (const { store_id, key, value } of rows) {
    const layer = layers.get(store_id) ?? {};
    layer[key] = JSON.parse(value);
    layers.set(store_id, layer);
  }
  return layers;
}
