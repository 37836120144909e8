import { Injectable } from '@nestjs/common';
import { secretFields, validateObject } from '@storewire/core';
import type { FieldProblem } from '../access/problem.js';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { AddressNotAllowed } from '../outgoing/address-not-allowed.error.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { SecretBox } from '../secrets/secret-box.js';
import { SecretUnreadable } from '../secrets/secret-unreadable.error.js';
import {
  type ConnectionParts,
  connectionSecretsPlace,
  partConnection,
} from './connection-secrets.js';

/** A connection as entered, ready to be stored. */
export interface CheckedConnection extends ConnectionParts {
  /** Absent where the connection tells none. */
  readonly shopKey: string | undefined;
}

export type ConnectionCheck =
  | { readonly connection: CheckedConnection }
  | { readonly problems: readonly FieldProblem[]; readonly areAddresses: boolean };

/** The columns that hold a connection's values. */
export interface ConnectionColumns {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Sealed. */
  readonly secrets: string;
}

const MAX_SHOP_KEY_LENGTH = 300;

/** A connection between the API and the table: validated by the adapter's class, secrets sealed and never shown. */
@Injectable()
export class ConnectionForm {
  constructor(
    private readonly secrets: SecretBox,
    private readonly outgoing: OutgoingGuard,
    private readonly adapters: AdapterRegistry,
  ) {}

  /** Every wrong field at once, with paths such as `connection.url`; addresses are looked at when the rest is right. */
  async check(platform: string, given: unknown): Promise<ConnectionCheck> {
    const adapter = this.adapters.get(platform);
    if (!adapter) return { problems: [this.unknownPlatform()], areAddresses: false };
    const { value, problems } = validateObject(adapter.connection, given);
    if (problems.length > 0) return { problems: problems.map(inConnection), areAddresses: false };
    const parts = partConnection(adapter, value);
    const refused = await this.privateAddresses(parts.config);
    if (refused.length > 0) return { problems: refused.map(inConnection), areAddresses: true };
    const shopKey = adapter.shopKey(value);
    if (shopKey && shopKey.length > MAX_SHOP_KEY_LENGTH) {
      const message = 'the address of the shop is too long.';
      return { problems: [{ path: 'connection', message }], areAddresses: false };
    }
    return { connection: { ...parts, shopKey } };
  }

  isKnown(platform: string): boolean {
    return this.adapters.get(platform) !== undefined;
  }

  unknownPlatform(): FieldProblem {
    const known = this.adapters.list().map(({ id }) => id);
    const message = `there is no adapter for it; installed are ${known.join(', ') || 'none'}.`;
    return { path: 'platform', message };
  }

  /** The stored values with changes on top; `null` takes a value away. */
  merge(stored: ConnectionColumns, change: Readonly<Record<string, unknown>>): object {
    const merged = { ...stored.config, ...this.openSecrets(stored), ...change };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  }

  seal(tenantId: string, connectionId: string, secrets: Readonly<Record<string, unknown>>): string {
    return this.secrets.sealJson(secrets, connectionSecretsPlace(tenantId, connectionId));
  }

  /** What may be shown: the open values, and `hasAccessToken: true` where a secret is kept. */
  show(platform: string, stored: ConnectionColumns): Record<string, unknown> {
    const adapter = this.adapters.get(platform);
    const secrets = this.openSecrets(stored);
    const names = adapter ? secretFields(adapter.connection) : Object.keys(secrets);
    const flags = names.map((name) => [flagOf(name), Object.hasOwn(secrets, name)]);
    return { ...stored.config, ...Object.fromEntries(flags) };
  }

  /** Secrets that no key opens are as good as gone: they have to be entered again, and the form says so. */
  openSecrets(stored: ConnectionColumns): Record<string, unknown> {
    try {
      return this.secrets.openJson(
        stored.secrets,
        connectionSecretsPlace(stored.tenantId, stored.connectionId),
      );
    } catch (error) {
      if (error instanceof SecretUnreadable) return {};
      throw error;
    }
  }

  private async privateAddresses(config: Record<string, unknown>): Promise<FieldProblem[]> {
    const checks = Object.entries(config).map(async ([path, value]): Promise<FieldProblem[]> => {
      const address = addressIn(path, value);
      if (address === undefined) return [];
      try {
        await this.outgoing.assertPublicUrl(address);
        return [];
      } catch (error) {
        if (!(error instanceof AddressNotAllowed)) throw error;
        return [{ path, message: error.advice }];
      }
    });
    return (await Promise.all(checks)).flat();
  }
}

/** Fields with a web address, and those that name a domain. */
function addressIn(path: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^https?:/i.test(value)) return value;
  return /domain$/i.test(path) ? `https://${value}` : undefined;
}

const inConnection = ({ path, message }: FieldProblem): FieldProblem => ({
  path: path ? `connection.${path}` : 'connection',
  message,
});

const flagOf = (name: string): string => `has${name.charAt(0).toUpperCase()}${name.slice(1)}`;
