import type { FieldExtras } from '../mapping/field-mapping.js';
import type { Mapping, MappingResult } from '../mapping/mapping.js';
import type { ContactTrigger, RecordByKind, RecordKind } from '../model/records.js';
import type { Channel, ConsentState, Instant } from '../model/values.js';
import type { SettingsLayer } from '../settings/layers.js';
import type { OrderMeaning } from '../settings/store-settings.js';
import type { HttpClient } from './http.js';
import type { AppInstall } from './install.js';
import type { CartLink, PlatformIdentity, TagPlacement } from './storefront.js';

/** Where a poll or an export goes on. Opaque to the host, text, stored as it is. */
export type Cursor = string;

/** One document as the store gives it, completed by the calls it takes, with what identifies it. */
export interface SourceRow<K extends RecordKind = RecordKind> {
  readonly kind: K;
  /** The store's id of the object. */
  readonly id: string;
  /** Changes whenever the object does: an update time, a revision, a hash. */
  readonly version?: string;
  readonly raw: unknown;
  /** Resuming from here gives this row's successors; it may repeat, it never skips. */
  readonly cursor?: Cursor;
  /** For contacts: why the document came; absent means an edit. */
  readonly trigger?: ContactTrigger;
  /** The storefront the object belongs to, where a shop has several. */
  readonly storefront?: string;
}

/** What the webhook route knows of a request; header names in lower case. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
}

export type WebhookVerdict =
  | {
      readonly outcome: 'accepted';
      readonly topic: string;
      /** Unique per delivery and equal over its retries; absent where the platform has none. */
      readonly deliveryId?: string;
      /** When the platform says it happened. */
      readonly occurredAt?: Instant;
      /** Small facts from the headers that `read` needs. */
      readonly meta?: Readonly<Record<string, string>>;
    }
  /** An empty greeting of the platform: answered with 200 and kept nowhere. */
  | { readonly outcome: 'ping' }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** A content type or form the platform never sends. */
  | { readonly outcome: 'unsupported'; readonly reason: string };

/** A stored webhook, handed back for reading. */
export interface StoredWebhook {
  readonly topic: string;
  readonly rawBody: string;
  readonly receivedAt: Instant;
  readonly meta: Readonly<Record<string, string>>;
}

/** A subscription as the store sees it. */
export interface WebhookSubscription {
  readonly id: string;
  readonly topic: string;
  readonly address: string;
  readonly active: boolean;
  readonly detail?: string;
}

export interface WebhookSource<Client, Connection> {
  /** Topics the hub wants, as the platform spells them. */
  readonly topics: readonly string[];
  /** Pure and cheap: headers and raw bytes in, verdict out; constant-time comparison. */
  verify(request: WebhookRequest, connection: Connection): WebhookVerdict;
  /** @throws UnreadableDocument when the body is not what the platform sends. */
  read(webhook: StoredWebhook, client: Client): AsyncIterable<SourceRow> | Iterable<SourceRow>;
  /** Creates or repairs the subscriptions at `address`; repeatable. */
  register?(
    client: Client,
    address: string,
    connection: Connection,
  ): Promise<WebhookSubscription[]>;
  /** The subscriptions at the store that point to `address`. */
  check?(client: Client, address: string): Promise<WebhookSubscription[]>;
}

/** Reads what changed since `cursor`, oldest first; without one, what changed since `since`. */
export type Poll<Client, K extends RecordKind> = (
  client: Client,
  options: { cursor?: Cursor; since: Instant; now: Instant },
) => AsyncIterable<SourceRow<K>>;

export interface HistoryRange {
  /** Start of the range, included. */
  readonly from?: Instant;
  /** End of the range, not included. */
  readonly to?: Instant;
}

export interface History<Client, K extends RecordKind> {
  /** How many rows there will be, where the platform can say it cheaply. */
  count?(client: Client, range: HistoryRange): Promise<number | undefined>;
  read(client: Client, range: HistoryRange, cursor?: Cursor): AsyncIterable<SourceRow<K>>;
}

export type PollableKind = 'contact' | 'cart' | 'order' | 'product';

export interface ConsentWrite {
  readonly email: string;
  /** The store's customer id, where the hub knows it. */
  readonly customerId?: string;
  readonly channel: Channel;
  readonly state: 'in' | 'out';
  readonly at: Instant;
}

/** What the store says after the write; this is the new baseline. `missing`: the store does not know the person. */
export type ConsentWriteResult =
  | {
      readonly outcome: 'written' | 'unchanged';
      readonly state: ConsentState;
      readonly at?: Instant;
    }
  | { readonly outcome: 'missing' };

/** What a connection check learns about a shop. */
export interface ShopInfo {
  /**
   * Lasting identity of the shop, `platform:id`; the same after a reinstall or a renaming. Absent where the connection
   * tells none.
   */
  readonly shopKey?: string;
  readonly name: string;
  readonly url?: string;
  /** Platform version where there is one. */
  readonly version?: string;
  /** IANA zone. */
  readonly zone?: string;
  readonly currency?: string;
  readonly country?: string;
  readonly languages?: readonly string[];
  /** Storefronts of a shop that has several. */
  readonly storefronts?: readonly { id: string; name: string; url?: string }[];
  /** Permissions the credentials lack, as the platform spells them, with what will not work. */
  readonly missing: readonly { permission: string; effect: string }[];
  readonly warnings?: readonly string[];
}

/** `inbound`: the platform, or who speaks for it, posts events of the inbound contract; nothing of it is called. */
export const CAPABILITY_MODES = ['webhook', 'poll', 'history', 'writeBack', 'inbound'] as const;
export type CapabilityMode = (typeof CAPABILITY_MODES)[number];

export type Capabilities = {
  readonly [K in RecordKind]?: readonly CapabilityMode[];
};

/** How fast the platform may be called before it says anything itself. */
export interface RateRule {
  readonly callsPerSecond: number;
  readonly concurrency: number;
}

/** Everything the hub needs to know about one platform. */
export interface Adapter<Connection extends object = object, Client = unknown> {
  /** The platform id; permanent, stored in the database. */
  readonly id: string;
  readonly name: string;
  readonly apiVersion?: string;
  /** Versions of the platform this adapter is tested with. */
  readonly versions?: readonly string[];
  readonly connection: new () => Connection;
  readonly capabilities: Capabilities;
  readonly rate?: RateRule;
  /** `allowPrivateAddresses` is true only where the hub may call loopback and private addresses. */
  connect(input: {
    connection: Connection;
    http: HttpClient;
    allowPrivateAddresses: boolean;
  }): Client;
  /** @throws StoreUnauthorized, StoreUnavailable; lacking permissions are part of the answer. */
  checkConnection(client: Client): Promise<ShopInfo>;
  /**
   * The shop key as far as the connection alone tells, before the first check; a check may confirm it but never
   * change it. Where the connection tells none, the host makes one that lasts as long as the connection.
   */
  shopKey(connection: Connection): string | undefined;
  readonly sources: {
    readonly webhooks?: WebhookSource<Client, Connection>;
    /** With contacts come changes of consent that the platform keeps apart from them. */
    readonly poll?: {
      readonly [K in PollableKind]?: Poll<Client, K extends 'contact' ? 'contact' | 'consent' : K>;
    };
    readonly history?: { readonly [K in PollableKind]?: History<Client, K> };
  };
  /** Where the platform has apps that one shop installs from files. */
  readonly install?: AppInstall<Connection, Client>;
  readonly sinks?: {
    /** Reads, compares, writes, reads back; repeatable. */
    consent?(client: Client, write: ConsentWrite): Promise<ConsentWriteResult>;
  };
  /** Where the platform has an API for scripts on its pages; else a person pastes the tag. */
  readonly tag?: TagPlacement<Client>;
  /** Where the platform signs who is logged in. */
  readonly identity?: PlatformIdentity<Connection>;
  /** The recovery link of carts that the storefront script tells of, where an address is enough for one. */
  readonly cartLink?: CartLink;
  readonly mappings: { readonly [K in RecordKind]?: Mapping<RecordByKind[K]> };
  /** The platform's default for the setting `orderStates`. */
  readonly orderStates?: Readonly<Record<string, OrderMeaning>>;
  /** States of a placed but unpaid order: a purchase only when `purchaseOn` is `placed`. */
  readonly placedStates?: readonly string[];
  /** Store settings whose built-in default is another one on this platform. */
  readonly settings?: SettingsLayer;
}

/** Declares an adapter; the connection's type flows down to `connect` and from there to every source. */
export const defineAdapter = <Connection extends object, Client>(
  adapter: Adapter<Connection, Client>,
): Adapter<Connection, Client> => adapter;

/** An adapter whose types the host does not know; what the registry holds. */
// biome-ignore lint/suspicious/noExplicitAny: the host handles every adapter alike and never looks inside.
export type AnyAdapter = Adapter<any, any>;

/** A mapped row. */
export interface MappedRow<K extends RecordKind = RecordKind> {
  readonly row: SourceRow<K>;
  readonly result: MappingResult<RecordByKind[K]>;
  /** Values that the setting `fieldMapping` names. */
  readonly extras?: FieldExtras;
}
