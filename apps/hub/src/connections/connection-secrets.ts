import { type AnyAdapter, secretFields } from '@storewire/core';
import type { SecretPlace } from '../secrets/secret-box.js';

/** What one connection's sealed column belongs to. */
export const connectionSecretsPlace = (tenantId: string, connectionId: string): SecretPlace => ({
  tenantId,
  rowId: connectionId,
  field: 'connection.secrets',
});

export interface ConnectionParts {
  /** What may be shown. */
  readonly config: Record<string, unknown>;
  /** What is sealed. */
  readonly secrets: Record<string, unknown>;
}

/** Parts the values of a connection by what the adapter's class marks as secret; what is not set is left out. */
export function partConnection(adapter: AnyAdapter, connection: object): ConnectionParts {
  const secret = new Set(secretFields(adapter.connection));
  const config: Record<string, unknown> = {};
  const secrets: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(connection)) {
    if (value === undefined || value === null || value === '') continue;
    (secret.has(key) ? secrets : config)[key] = value;
  }
  return { config, secrets };
}
