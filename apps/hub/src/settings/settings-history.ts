import { Injectable } from '@nestjs/common';
import type { SettingsLayer } from '@storewire/core';
import { actorOf, type Caller } from '../access/caller.js';
import { conflict, notFound } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import { SettingRows } from './setting-rows.js';
import { editedLayer, type SettingsEdit } from './settings.service.js';
import { type LayerChange, SettingsChangeRow } from './settings-change.entity.js';

/** What changes of several settings or stores did to the stored values, so that they can be taken back. */
@Injectable()
export class SettingsHistory {
  constructor(
    private readonly db: Database,
    private readonly rows: SettingRows,
    private readonly clock: Clock,
  ) {}

  /** Keeps a change that is about to be written. @returns its id; null when no stored value changes. */
  async keep(
    tx: Tx,
    tenantId: string,
    edits: ReadonlyMap<string, SettingsEdit>,
    by: Caller,
  ): Promise<string | null> {
    const layers: LayerChange[] = [];
    for (const [storeId, edit] of edits) {
      const before = await this.rows.readIn(tx, tenantId, storeId);
      const after = editedLayer(before, edit);
      const keys = [...Object.keys(edit.set), ...edit.unset].filter((key) =>
        isOther(before, after, key),
      );
      if (keys.length === 0) continue;
      layers.push({ storeId, keys, before: pick(before, keys), after: pick(after, keys) });
    }
    if (layers.length === 0) return null;
    const id = newId();
    await tx.manager.insert(SettingsChangeRow, {
      tenantId,
      id,
      at: this.clock.now(),
      actor: actorOf(by),
      layers: layers as never,
      undoneBy: null,
    });
    return id;
  }

  /**
   * The edits that take a change back.
   * @throws ProblemException 404; 409 when it was undone before, or a value of it was changed since.
   */
  async inverseOf(tenantId: string, changeId: string): Promise<Map<string, SettingsEdit>> {
    const row = await this.db.of(tenantId, SettingsChangeRow).findOne({ id: changeId });
    if (!row) throw notFound('change');
    if (row.undoneBy) {
      throw conflict('ALREADY_UNDONE', `This change was taken back by the change ${row.undoneBy}.`);
    }
    const now = await this.rows.read(
      tenantId,
      row.layers.map(({ storeId }) => storeId),
    );
    const changed = row.layers.flatMap(({ storeId, keys, after }) =>
      keys
        .filter((key) => isOther(now.get(storeId) ?? {}, after, key))
        .map((key) => `${key} of store ${storeId}`),
    );
    if (changed.length > 0) {
      throw conflict(
        'SETTINGS_CHANGED_SINCE',
        `The change cannot be taken back, because these values were changed since: ${changed.join(', ')}.`,
      );
    }
    return new Map(row.layers.map((layer) => [layer.storeId, inverse(layer)]));
  }

  async markUndone(tx: Tx, tenantId: string, id: string, undoneBy: string): Promise<void> {
    await tx.manager.update(SettingsChangeRow, { tenantId, id }, { undoneBy });
  }
}

const inverse = ({ keys, before }: LayerChange): SettingsEdit => ({
  set: before,
  unset: keys.filter((key) => !Object.hasOwn(before, key)),
});

const pick = (layer: SettingsLayer, keys: readonly string[]): SettingsLayer =>
  Object.fromEntries(
    keys.filter((key) => Object.hasOwn(layer, key)).map((key) => [key, layer[key]]),
  );

const isOther = (one: SettingsLayer, other: SettingsLayer, key: string): boolean =>
  JSON.stringify(one[key]) !== JSON.stringify(other[key]);
