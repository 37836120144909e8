import { Injectable } from '@nestjs/common';
import {
  checkSettings,
  readSettingsPatch,
  resolveSettings,
  type SettingsLayer,
} from '@storewire/core';
import { SECRET_CHANGED } from '../access/audit.service.js';
import type { Caller } from '../access/caller.js';
import type { FieldProblem } from '../access/problem.js';
import type { Connection } from '../connections/connection.entity.js';
import { ConnectionForm } from '../connections/connection-form.js';
import { editedLayer, type SettingsEdit } from '../settings/settings.service.js';
import type { Store } from '../stores/store.entity.js';
import { StoresService } from '../stores/stores.service.js';
import type { ConfigurationFile, FileConnection, FileStore } from './configuration-file.js';
import {
  byName,
  type FieldChange,
  fieldChanges,
  type Plan,
  rowNamed,
  within,
} from './configuration-plan.js';
import type { Configured } from './configuration-reader.service.js';

interface Stage {
  readonly tenantId: string;
  readonly file: ConfigurationFile;
  readonly found: Configured;
  /** The tenant's layer as it will be. */
  readonly tenantLayer: SettingsLayer;
  readonly by: Caller;
  readonly plan: Plan;
}

/** Plans what a file says about connections and stores. */
@Injectable()
export class StorePlanner {
  constructor(
    private readonly form: ConnectionForm,
    private readonly stores: StoresService,
  ) {}

  async run(stage: Stage): Promise<void> {
    const { file, found, plan } = stage;
    const connections = byName(file.connections ?? [], 'connections', plan.problems);
    byName(file.stores ?? [], 'stores', plan.problems);
    const rows = (file.stores ?? []).map((entry, i) =>
      rowNamed(found.stores, entry.name, `stores[${i}]`, plan.problems),
    );
    for (const [i, entry] of (file.connections ?? []).entries()) {
      await this.planConnection(
        stage,
        `connections[${i}]`,
        entry,
        connectionOf(entry.name, stage, rows),
      );
    }
    for (const [i, entry] of (file.stores ?? []).entries()) {
      const path = `stores[${i}]`;
      this.checkReferences(
        stage,
        path,
        entry,
        connections,
        connectionOf(entry.connection, stage, rows),
      );
      const row = rows[i];
      if (row) this.planUpdate(stage, path, entry, row);
      else this.planCreate(stage, path, entry, connections.get(entry.connection));
    }
  }

  /** A new connection is saved with the first store that uses it; here its values are checked. */
  private async planConnection(
    { plan, file, found, by, tenantId }: Stage,
    path: string,
    entry: FileConnection,
    row: Connection | undefined,
  ): Promise<void> {
    const given = entry.values ?? {};
    if (!row) {
      if (!(file.stores ?? []).some((store) => store.connection === entry.name)) {
        plan.problems.push({ path, message: 'no store of the file uses this connection.' });
      }
      const result = await this.form.check(entry.platform, given);
      if ('problems' in result) plan.problems.push(...within(path, result.problems.map(inValues)));
      return;
    }
    if (row.platform !== entry.platform) {
      plan.problems.push({
        path: `${path}.platform`,
        message: `is ${row.platform} and cannot change.`,
      });
      return;
    }
    const stored = { ...row, connectionId: row.id };
    const result = await this.form.check(entry.platform, this.form.merge(stored, given));
    if ('problems' in result) {
      plan.problems.push(...within(path, result.problems.map(inValues)));
      return;
    }
    const { config, secrets } = result.connection;
    const kept = this.form.openSecrets(stored);
    const changed = Object.keys(secrets).filter((name) => secrets[name] !== kept[name]);
    const fields: FieldChange[] = [
      ...fieldChanges(row.config, config),
      ...changed.map((field) => ({ field, before: null, after: SECRET_CHANGED })),
    ];
    const store = found.stores.find(({ connectionId }) => connectionId === row.id);
    if (fields.length === 0 || !store) return;
    plan.steps.push({
      change: { path, kind: 'connection', name: entry.name, action: 'update', fields },
      run: () => this.stores.update(tenantId, store.id, { connection: { ...given } }, by),
    });
  }

  private checkReferences(
    { file, found, plan }: Stage,
    path: string,
    entry: FileStore,
    connections: ReadonlyMap<string, FileConnection>,
    known: Connection | undefined,
  ): void {
    const accounts = [...(file.accounts ?? []), ...found.accounts].map(({ name }) => name);
    if (!accounts.includes(entry.account)) {
      plan.problems.push({ path: `${path}.account`, message: 'is not the name of an account.' });
    }
    const platform = known?.platform ?? connections.get(entry.connection)?.platform;
    if (platform === undefined) {
      plan.problems.push({
        path: `${path}.connection`,
        message: 'is not the name of a connection.',
      });
    } else if (platform !== entry.platform) {
      plan.problems.push({
        path: `${path}.platform`,
        message: `the connection is one of ${platform}.`,
      });
    }
  }

  private planCreate(
    stage: Stage,
    path: string,
    entry: FileStore,
    connection: FileConnection | undefined,
  ): void {
    const { tenantId, by, plan } = stage;
    const edit = this.settingsOf(stage, path, entry, {});
    const { name, platform, storefront } = entry;
    plan.steps.push({
      change: {
        path,
        kind: 'store',
        name,
        action: 'create',
        fields: fieldChanges(
          {},
          {
            platform,
            account: entry.account,
            connection: entry.connection,
            ...asSettings(edit.set),
          },
        ),
      },
      run: async ({ accounts, connections }) => {
        const connectionId = connections.get(entry.connection);
        const id = await this.stores.create(
          tenantId,
          {
            name,
            platform,
            accountId: accounts.get(entry.account) ?? '',
            ...(connectionId ? { connectionId } : { connection: { ...connection?.values } }),
            ...(storefront ? { storefront } : {}),
            settings: { ...entry.settings },
          },
          by,
        );
        if (!connectionId) {
          connections.set(entry.connection, await this.stores.connectionOf(tenantId, id));
        }
      },
    });
  }

  private planUpdate(stage: Stage, path: string, entry: FileStore, row: Store): void {
    const { tenantId, found, by, plan } = stage;
    const account = found.accounts.find(({ id }) => id === row.accountId);
    if (account?.name !== entry.account) {
      const message = `feeds ${account?.name}; a store keeps its account. Make a new store to feed another one.`;
      plan.problems.push({ path: `${path}.account`, message });
    }
    const layer = found.layers.get(row.id) ?? {};
    const edit = this.settingsOf(stage, path, entry, layer);
    const settings = settingChanges(layer, edit);
    const storefront =
      entry.storefront === undefined
        ? []
        : fieldChanges({ storefront: row.storefront }, { storefront: entry.storefront });
    const fields = [...storefront, ...settings];
    if (fields.length === 0) return;
    plan.steps.push({
      change: { path, kind: 'store', name: entry.name, action: 'update', fields },
      run: () =>
        this.stores.update(
          tenantId,
          row.id,
          {
            ...(storefront.length ? { storefront: entry.storefront ?? null } : {}),
            settings: { ...entry.settings },
          },
          by,
        ),
    });
  }

  private settingsOf(
    { tenantLayer, plan }: Stage,
    path: string,
    entry: FileStore,
    layer: SettingsLayer,
  ): SettingsEdit {
    const { problems, ...edit } = readSettingsPatch(entry.settings ?? {});
    const effective = resolveSettings(tenantLayer, editedLayer(layer, edit));
    plan.problems.push(...within(`${path}.settings`, [...problems, ...checkSettings(effective)]));
    return edit;
  }
}

/** The connection that a name of the file means: one called so, or that of a store of the file which is there. */
function connectionOf(
  name: string,
  { file, found }: Stage,
  rows: readonly (Store | undefined)[],
): Connection | undefined {
  const users = (file.stores ?? []).flatMap((entry, i) =>
    entry.connection === name ? [rows[i]] : [],
  );
  const used = users.find((row) => row !== undefined)?.connectionId;
  return (
    found.connections.find(({ id }) => id === used) ??
    found.connections.find(({ id }) => found.connectionNames.get(id) === name)
  );
}

/** Stored values that become others, under their place in the file. */
export function settingChanges(layer: SettingsLayer, { set, unset }: SettingsEdit): FieldChange[] {
  const gone = Object.fromEntries(unset.map((key) => [key, undefined]));
  return fieldChanges(layer, { ...set, ...gone }).map((change) => ({
    ...change,
    field: `settings.${change.field}`,
  }));
}

const asSettings = (set: SettingsLayer): Record<string, unknown> =>
  Object.fromEntries(Object.entries(set).map(([key, value]) => [`settings.${key}`, value]));

/** The form of a connection says `connection.url`, the file `values.url`. */
const inValues = ({ path, message }: FieldProblem): FieldProblem => ({
  path: path.replace(/^connection/, 'values'),
  message,
});
