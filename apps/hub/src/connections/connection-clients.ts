import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CallReport, createHttpClient } from '@storewire/adapter-kit';
import type { AnyAdapter } from '@storewire/core';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { SecretBox } from '../secrets/secret-box.js';
import { TenantsService } from '../tenants/tenants.service.js';
import type { ConnectionColumns } from './connection-form.js';
import { connectionSecretsPlace, partConnection } from './connection-secrets.js';

/** A connection that can be used. */
export interface OpenConnection {
  /** Every value, secrets included: never log, never return. */
  readonly connection: object;
  /** The adapter's client, made on first use. */
  client(): unknown;
}

/** Told after every call to a store. Must not throw. */
export type StoreCallListener = (
  connection: { readonly tenantId: string; readonly connectionId: string },
  report: CallReport,
) => void;

interface Entry {
  readonly row: string;
  readonly open: OpenConnection;
}

/** One client per connection, so that its stores share what it has learned and its limits. */
@Injectable()
export class ConnectionClients implements OnModuleInit {
  private readonly entries = new Map<string, Entry>();
  private readonly callListeners = new Set<StoreCallListener>();

  constructor(
    private readonly secrets: SecretBox,
    private readonly outgoing: OutgoingGuard,
    private readonly tenants: TenantsService,
  ) {}

  onModuleInit(): void {
    this.tenants.onDelete((tenantId) => this.forget(tenantId));
  }

  /** Calls back after every call to a store. @returns a function that ends it. */
  onCall(listener: StoreCallListener): () => void {
    this.callListeners.add(listener);
    return () => this.callListeners.delete(listener);
  }

  /** The same client until the connection's values change. @throws SecretUnreadable */
  open(adapter: AnyAdapter, stored: ConnectionColumns): OpenConnection {
    const key = `${stored.tenantId}/${stored.connectionId}`;
    const row = JSON.stringify([adapter.id, stored.config, stored.secrets]);
    const known = this.entries.get(key);
    if (known?.row === row) return known.open;
    const open = this.prepare(adapter, stored, this.valuesOf(adapter, stored));
    this.entries.set(key, { row, open });
    return open;
  }

  /** For one connection that is gone, or for a whole tenant. */
  forget(tenantId: string, connectionId?: string): void {
    for (const key of this.entries.keys()) {
      const isMeant = connectionId
        ? key === `${tenantId}/${connectionId}`
        : key.startsWith(`${tenantId}/`);
      if (isMeant) this.entries.delete(key);
    }
  }

  /**
   * Whether the store behind a connection may be at a loopback or private address: everywhere in development, and for
   * the demo's own store, whose address the guard lets through.
   */
  mayBePrivate(connection: object): boolean {
    return (
      this.outgoing.allowsPrivateAddresses ||
      texts(connection).some((value) => this.outgoing.isAllowed(value))
    );
  }

  private valuesOf(adapter: AnyAdapter, stored: ConnectionColumns): object {
    const place = connectionSecretsPlace(stored.tenantId, stored.connectionId);
    const secrets = this.secrets.openJson<object>(stored.secrets, place);
    return Object.assign(new adapter.connection(), stored.config, secrets);
  }

  private prepare(
    adapter: AnyAdapter,
    stored: ConnectionColumns,
    connection: object,
  ): OpenConnection {
    let made: { readonly client: unknown } | undefined;
    return {
      connection,
      client: () => {
        made ??= { client: this.connect(adapter, stored, connection) };
        return made.client;
      },
    };
  }

  private connect(
    adapter: AnyAdapter,
    { tenantId, connectionId }: ConnectionColumns,
    connection: object,
  ): unknown {
    return adapter.connect({
      connection,
      http: createHttpClient({
        dispatcher: this.outgoing.dispatcher,
        rate: adapter.rate,
        userAgent: 'Storewire',
        secrets: texts(partConnection(adapter, connection).secrets),
        onCall: (report) => {
          for (const tell of this.callListeners) tell({ tenantId, connectionId }, report);
        },
      }),
      allowPrivateAddresses: this.mayBePrivate(connection),
    });
  }
}

const texts = (values: object): string[] =>
  Object.values(values).filter((value): value is string => typeof value === 'string');
