import { Injectable } from '@nestjs/common';
import { secretFields } from '@storewire/core';
import { Account } from '../accounts/account.entity.js';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Connection } from '../connections/connection.entity.js';
import { Database } from '../database/database.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { Store } from '../stores/store.entity.js';
import { Tenant } from '../tenants/tenant.entity.js';
import {
  CONFIGURATION_VERSION,
  type ConfigurationFile,
  type FileAccount,
} from './configuration-file.js';

/** What a tenant has, as rows; names are those of the file. */
export interface Configured {
  readonly tenant: Tenant;
  readonly accounts: readonly Account[];
  readonly connections: readonly Connection[];
  readonly stores: readonly Store[];
  /** Stored values by store; under `''` the tenant's. */
  readonly layers: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Names of the connections by id: the shop key, with a number behind it where one shop is connected twice. */
  readonly connectionNames: ReadonlyMap<string, string>;
}

/** Reads what is configured for a tenant. */
@Injectable()
export class ConfigurationReader {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsService,
    private readonly adapters: AdapterRegistry,
  ) {}

  async read(tenantId: string): Promise<Configured> {
    const byId = { order: { id: 'ASC' } } as const;
    const [tenant] = await this.db.global(Tenant).find({ id: tenantId });
    const connections = await this.db.of(tenantId, Connection).find(byId);
    return {
      tenant: tenant as Tenant,
      accounts: await this.db.of(tenantId, Account).find(byId),
      connections,
      stores: await this.db.of(tenantId, Store).find(byId),
      layers: await this.settings.allLayers(tenantId),
      connectionNames: namesOf(connections),
    };
  }

  /** The file of a tenant: every value that is set, no secret, and the names of the secrets that are left out. */
  async file(tenantId: string): Promise<ConfigurationFile> {
    const found = await this.read(tenantId);
    const accountName = new Map(found.accounts.map(({ id, name }) => [id, name]));
    return {
      version: CONFIGURATION_VERSION,
      tenant: { name: found.tenant.name },
      settings: found.layers.get('') ?? {},
      accounts: found.accounts.map(fileAccount),
      connections: found.connections.map(({ id, platform, config }) => ({
        name: found.connectionNames.get(id) ?? id,
        platform,
        values: config,
      })),
      stores: found.stores.map((store) => ({
        name: store.name,
        platform: store.platform,
        account: accountName.get(store.accountId) ?? '',
        connection: found.connectionNames.get(store.connectionId) ?? '',
        ...(store.storefront === null ? {} : { storefront: store.storefront }),
        settings: found.layers.get(store.id) ?? {},
      })),
      secretsLeftOut: this.secretsOf(found),
    };
  }

  private secretsOf({ accounts, connections }: Configured): string[] {
    return [
      ...accounts.flatMap(({ credential, hasV3ApiKey }, i) => [
        ...(credential === 'secret' ? [`accounts[${i}].apiSecret`] : []),
        ...(hasV3ApiKey ? [`accounts[${i}].v3ApiKey`] : []),
      ]),
      ...connections.flatMap(({ platform }, i) => {
        const adapter = this.adapters.get(platform);
        const names = adapter ? secretFields(adapter.connection) : [];
        return names.map((name) => `connections[${i}].values.${name}`);
      }),
    ];
  }
}

export const fileAccount = (row: Account): FileAccount => ({
  name: row.name,
  endpoint: row.endpoint,
  clientId: row.clientId,
  owner: row.owner,
  ...(row.v3Endpoint === null ? {} : { v3Endpoint: row.v3Endpoint }),
  callsPerSecond: row.callsPerSecond,
  concurrency: row.concurrency,
  timeoutSeconds: row.timeoutMs / 1000,
  lookUpSeconds: JSON.parse(row.lookUpSeconds),
  retryWindowMinutes: row.retryWindowMinutes,
});

function namesOf(connections: readonly Connection[]): Map<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    connections.map(({ id, shopKey }) => {
      const n = (seen.get(shopKey) ?? 0) + 1;
      seen.set(shopKey, n);
      return [id, n === 1 ? shopKey : `${shopKey}#${n}`];
    }),
  );
}
