import { Injectable } from '@nestjs/common';
import {
  checkSettings,
  explainSettings,
  resolveSettings,
  SETTING_KEYS,
  type SettingsLayer,
} from '@storewire/core';
import { In } from 'typeorm';
import type { Caller } from '../access/caller.js';
import { type FieldProblem, invalid, notFound } from '../access/problem.js';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import { Store } from '../stores/store.entity.js';
import { SettingRows, TENANT_LAYER } from './setting-rows.js';
import { editedLayer, readEdit, type SettingsEdit, SettingsService } from './settings.service.js';
import { SettingsHistory } from './settings-history.js';

/** One effective value that becomes another. */
export interface SettingDifference {
  readonly storeId: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Spread {
  /** Names the change, to take it back; null for a preview and where nothing changes. */
  readonly changeId: string | null;
  readonly changes: readonly SettingDifference[];
}

/** Identifies the store's catalogue in SALESmanago: a copy takes it along only when it is named. */
const OWN_KEYS: readonly string[] = ['location'];

/** Settings from one store to another, and to many at once; with a preview of what changes, and a way back. */
@Injectable()
export class SettingsSpreadService {
  constructor(
    private readonly db: Database,
    private readonly rows: SettingRows,
    private readonly settings: SettingsService,
    private readonly history: SettingsHistory,
  ) {}

  /**
   * Gives a store the values of another one, those that it inherits included. @param keys all but `location` when absent.
   * @throws ProblemException 404 for a store that is not the tenant's; 422.
   */
  async copy(
    tenantId: string,
    storeId: string,
    from: string,
    options: { readonly keys?: readonly string[]; readonly isDryRun: boolean },
    by: Caller,
  ): Promise<Spread> {
    await this.requireStores(tenantId, [from]);
    const source = (await this.rows.read(tenantId, [from])).get(from) ?? {};
    const keys = options.keys ?? SETTING_KEYS.filter((key) => !OWN_KEYS.includes(key));
    const [set, unset] = [
      keys.filter((key) => key in source),
      keys.filter((key) => !(key in source)),
    ];
    const edit = { set: Object.fromEntries(set.map((key) => [key, source[key]])), unset };
    return this.spread(tenantId, new Map([[storeId, edit]]), options.isDryRun, by);
  }

  /**
   * Sets the same values in several stores, in all or in none.
   * @throws ProblemException 404 for a store that is not the tenant's; 422 with every problem.
   */
  async bulk(
    tenantId: string,
    storeIds: readonly string[],
    values: unknown,
    isDryRun: boolean,
    by: Caller,
  ): Promise<Spread> {
    await this.requireStores(tenantId, storeIds);
    const edit = readEdit(values);
    return this.spread(tenantId, new Map(storeIds.map((id) => [id, edit])), isDryRun, by);
  }

  /**
   * Gives every store back what it had before a change. The undo is a change of its own and can be undone, too.
   * @throws ProblemException 404; 409 when it was undone before, or a value of it was changed since.
   */
  async undo(tenantId: string, changeId: string, by: Caller): Promise<Spread> {
    const edits = await this.history.inverseOf(tenantId, changeId);
    return this.spread(tenantId, edits, false, by, (tx, undoneBy) =>
      this.history.markUndone(tx, tenantId, changeId, undoneBy),
    );
  }

  private async spread(
    tenantId: string,
    edits: ReadonlyMap<string, SettingsEdit>,
    isDryRun: boolean,
    by: Caller,
    also?: (tx: Tx, changeId: string) => Promise<void>,
  ): Promise<Spread> {
    const layers = await this.rows.read(tenantId, [TENANT_LAYER, ...edits.keys()]);
    const tenant = layers.get(TENANT_LAYER) ?? {};
    const problems = [...edits].flatMap(([storeId, edit]) =>
      problemsOf(storeId, tenant, editedLayer(layers.get(storeId) ?? {}, edit)),
    );
    if (problems.length > 0) throw invalid(problems);
    const changes: SettingDifference[] = [];
    for (const [storeId, edit] of edits) {
      const platform = await this.settings.platformLayer(tenantId, storeId);
      const store = layers.get(storeId) ?? {};
      changes.push(...differences(storeId, { tenant, store, platform }, edit));
    }
    if (isDryRun) return { changeId: null, changes };
    const changeId = await this.rows.transaction(async (tx) => {
      const made = await this.history.keep(tx, tenantId, edits, by);
      for (const [storeId, edit] of edits) {
        await this.settings.write(tx, { tenantId, storeId }, edit, by);
      }
      if (made) await also?.(tx, made);
      return made;
    });
    for (const storeId of edits.keys()) this.settings.announce({ tenantId, storeId });
    return { changeId, changes };
  }

  private async requireStores(tenantId: string, ids: readonly string[]): Promise<void> {
    const found = await this.db.of(tenantId, Store).count({ id: In([...ids]) });
    if (found !== new Set(ids).size) throw notFound('store');
  }
}

const problemsOf = (storeId: string, tenant: SettingsLayer, layer: SettingsLayer): FieldProblem[] =>
  checkSettings(resolveSettings(tenant, layer)).map(({ path, message }) => ({
    path,
    message: `store ${storeId}: ${message}`,
  }));

function differences(
  storeId: string,
  { tenant, store, platform }: Readonly<Record<'tenant' | 'store' | 'platform', SettingsLayer>>,
  edit: SettingsEdit,
): SettingDifference[] {
  const before = explainSettings(tenant, store, platform);
  const after = explainSettings(tenant, editedLayer(store, edit), platform);
  return SETTING_KEYS.map((key) => ({
    storeId,
    key,
    before: before[key]?.value ?? null,
    after: after[key]?.value ?? null,
  })).filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
