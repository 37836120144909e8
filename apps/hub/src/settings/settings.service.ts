import { Injectable } from '@nestjs/common';
import {
  checkSettings,
  explainSettings,
  type LayeredValue,
  type Problem,
  readSettingsPatch,
  resolveSettings,
  type SettingsLayer,
  type StoreSettings,
} from '@storewire/core';
import { AuditService, changesOf } from '../access/audit.service.js';
import { actorOf, type Caller } from '../access/caller.js';
import { invalid } from '../access/problem.js';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import type { Tx } from '../database/sql.js';
import { SettingRows, TENANT_LAYER } from './setting-rows.js';

/** Values to store and keys that go back to the inherited value; read and checked one by one. */
export interface SettingsEdit {
  readonly set: Readonly<Record<string, unknown>>;
  readonly unset: readonly string[];
}

export interface SettingsChange {
  readonly tenantId: string;
  /** Absent: the tenant's layer, and so every store. */
  readonly storeId?: string;
}

/** Settings in three layers: default, tenant, store. */
@Injectable()
export class SettingsService {
  private readonly listeners = new Set<(change: SettingsChange) => void>();

  constructor(
    private readonly rows: SettingRows,
    private readonly audit: AuditService,
    private readonly adapters: AdapterRegistry,
  ) {}

  /** What a store works with. */
  async effective(tenantId: string, storeId: string): Promise<StoreSettings> {
    const { tenant, store } = await this.layers(tenantId, storeId);
    return resolveSettings(tenant, store, await this.platformLayer(tenantId, storeId));
  }

  /** The stored values of both layers. */
  async layers(
    tenantId: string,
    storeId: string,
  ): Promise<{ tenant: SettingsLayer; store: SettingsLayer }> {
    const layers = await this.rows.read(tenantId, [TENANT_LAYER, storeId]);
    return { tenant: layers.get(TENANT_LAYER) ?? {}, store: layers.get(storeId) ?? {} };
  }

  /** The stored values of every layer of a tenant, by store; under `''` the tenant's own. */
  allLayers(tenantId: string): Promise<ReadonlyMap<string, SettingsLayer>> {
    return this.rows.readAll(tenantId);
  }

  /** Every key with its value and where that comes from. @param storeId `null` for the tenant's layer. */
  async explain(tenantId: string, storeId: string | null): Promise<Record<string, LayeredValue>> {
    const { tenant, store } = await this.layers(tenantId, storeId ?? TENANT_LAYER);
    if (storeId === null) return explainSettings(tenant, {});
    return explainSettings(tenant, store, await this.platformLayer(tenantId, storeId));
  }

  /** Where the defaults of the store's platform differ. */
  async platformLayer(tenantId: string, storeId: string): Promise<SettingsLayer> {
    const platform = await this.rows.platformOf(tenantId, storeId);
    return (platform && this.adapters.get(platform)?.settings) || {};
  }

  /**
   * Reads and checks a partial settings object for a store, which need not exist yet.
   * @throws ProblemException 422 with every problem; rules between settings are checked on the effective values.
   */
  async prepare(tenantId: string, storeId: string, patch: unknown): Promise<SettingsEdit> {
    const edit = readEdit(patch);
    const { tenant, store } = await this.layers(tenantId, storeId);
    const problems = checkSettings(resolveSettings(tenant, editedLayer(store, edit)));
    if (problems.length > 0) throw invalid(problems);
    return edit;
  }

  /** Stores an edit of one layer with its audit entry. Call `announce` once it is committed. */
  async write(
    tx: Tx,
    { tenantId, storeId }: SettingsChange,
    edit: SettingsEdit,
    by: Caller,
  ): Promise<void> {
    const layer = storeId ?? TENANT_LAYER;
    const before = await this.rows.readIn(tx, tenantId, layer);
    await this.rows.writeIn(tx, tenantId, layer, edit);
    const after = editedLayer(before, edit);
    const touched = [...Object.keys(edit.set), ...edit.unset];
    const changes = changesOf(before, Object.fromEntries(touched.map((key) => [key, after[key]])));
    if (Object.keys(changes).length === 0) return;
    await this.audit.write(tx, {
      tenantId,
      actor: actorOf(by),
      action: 'settings.update',
      target: storeId ?? tenantId,
      detail: { changes },
    });
  }

  /** Changes the layer of one store. @throws ProblemException 422 with every problem. */
  async changeStore(tenantId: string, storeId: string, patch: unknown, by: Caller): Promise<void> {
    const edit = await this.prepare(tenantId, storeId, patch);
    await this.rows.transaction((tx) => this.write(tx, { tenantId, storeId }, edit, by));
    this.announce({ tenantId, storeId });
  }

  /**
   * Changes the tenant's layer.
   * @throws ProblemException 422 with every problem, also those that a store which inherits would have.
   */
  async changeTenant(tenantId: string, patch: unknown, by: Caller): Promise<void> {
    const edit = readEdit(patch);
    const layers = await this.rows.readAll(tenantId);
    const before = layers.get(TENANT_LAYER) ?? {};
    const after = editedLayer(before, edit);
    const problems = [
      ...checkSettings(resolveSettings(after, {})),
      ...[...layers]
        .filter(([storeId]) => storeId !== TENANT_LAYER)
        .flatMap(([storeId, store]) => newProblems(storeId, before, after, store)),
    ];
    if (problems.length > 0) throw invalid(problems);
    await this.rows.transaction((tx) => this.write(tx, { tenantId }, edit, by));
    this.announce({ tenantId });
  }

  /** Calls back after settings were changed. @returns a function that ends it. */
  onChange(listener: (change: SettingsChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells the listeners; for who wrote with `write` in a transaction of his own. */
  announce(change: SettingsChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** @throws ProblemException 422 with every problem. */
export function readEdit(patch: unknown): SettingsEdit {
  const { problems, ...edit } = readSettingsPatch(patch);
  if (problems.length > 0) throw invalid(problems);
  return edit;
}

export function editedLayer(layer: SettingsLayer, { set, unset }: SettingsEdit): SettingsLayer {
  const kept = Object.entries(layer).filter(([key]) => !unset.includes(key));
  return { ...Object.fromEntries(kept), ...set };
}

/** What is wrong for a store after a change of the tenant's layer and was not before. */
function newProblems(
  storeId: string,
  before: SettingsLayer,
  after: SettingsLayer,
  store: SettingsLayer,
): Problem[] {
  const known = new Set(checkSettings(resolveSettings(before, store)).map(({ path }) => path));
  return checkSettings(resolveSettings(after, store))
    .filter(({ path }) => !known.has(path))
    .map(({ path, message }) => ({ path, message: `store ${storeId}: ${message}` }));
}
