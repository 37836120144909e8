import type {
  AnyAdapter,
  ExportOptions,
  ShopInfo,
  StoreFacts,
  StoreSettings,
} from '@storewire/core';

/** Everything the pipeline needs to know of one store; made by `StoreDirectory`, valid until a setting changes. */
export interface StoreContext {
  readonly tenantId: string;
  readonly storeId: string;
  readonly name: string;
  readonly platform: string;
  readonly accountId: string;
  readonly connectionId: string;
  /** The shop key of the connection: that of the store without its storefront. */
  readonly connectionKey: string;
  readonly adapter: AnyAdapter;
  /** The connection's values, secrets included: never log, never return. */
  readonly connection: object;
  /** Non-secret values of the connection, for mapping paths such as `{newsletterField}`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the last check learned: zone, currency, country. */
  readonly shop: Partial<ShopInfo>;
  readonly settings: StoreSettings;
  readonly facts: StoreFacts;
  readonly webhookUrl: string;
  readonly trackerUrl: string;
  /** Of this storefront, where the shop told; else the shop's own counts. */
  readonly storefrontUrl: string | undefined;
  /** True while the connection is paused, for example after a revoked token. */
  readonly isPaused: boolean;
  /** The adapter's client, connected on first use and shared by the stores of the connection. */
  client(): unknown;
}

export type { ExportOptions };
