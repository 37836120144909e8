import type { FieldExtras } from '../mapping/field-mapping.js';
import type { ContactTrigger, RecordByKind, RecordKind } from '../model/records.js';
import type { Channel, ConsentState, Instant } from '../model/values.js';
import type { OrderMeaning, StoreSettings } from '../settings/store-settings.js';
import type { Command } from './command.js';
import type { StorefrontClaims } from './storefront.rule.js';

export const MESSAGE_SOURCES = [
  'webhook',
  'inbound',
  'beacon',
  'callback',
  'poll',
  'export',
  'import',
  'compat',
] as const;
export type MessageSource = (typeof MESSAGE_SOURCES)[number];

/** What the rules know of the store a record came from. */
export interface StoreFacts {
  readonly shopKey: string;
  /** Other keys under which an order of this shop may have been sent: before its storefront got a store of its own. */
  readonly otherShopKeys?: readonly string[];
  /** In a shop with several stores or storefronts: which rows are this store's. */
  readonly storefronts?: StorefrontClaims;
  /** The client id of the account it feeds; part of every effect key. */
  readonly clientId: string;
  readonly settings: StoreSettings;
  /** The platform's default order states and which of them are "placed, not paid". */
  readonly orderStates: Readonly<Record<string, OrderMeaning>>;
  readonly placedStates: readonly string[];
  /** The store's own language, for the setting `languageSource`. */
  readonly language?: string;
  readonly domain?: string;
  /** The platform takes consent back (capability `writeBack`). */
  readonly canWriteConsent?: boolean;
  /** The account has a key for API v3: Key Information can be sent. */
  readonly hasV3ApiKey?: boolean;
  /** The platform has no source of its own: everything comes by inbound events and imports. */
  readonly isInboundOnly?: boolean;
}

export interface KnownConsent {
  readonly state: ConsentState;
  /** When the person decided, or when the state was seen. */
  readonly at?: Instant;
  /** Of a store: an early opt-out that is looked at again at minute 15 (S26). */
  readonly isHeld?: true;
}

/** What the hub remembers of a person in one account. */
export interface KnownContact {
  readonly contactId?: string;
  /** A short hash per contact field that was last sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** SALESmanago's state as far as the hub told it or was told. */
  readonly consent: { readonly [C in Channel]?: KnownConsent };
  /** The state in the store the record came from: the baseline for observed changes. */
  readonly storeConsent: { readonly [C in Channel]?: KnownConsent };
  /** When a confirmation mail was last asked for. */
  readonly confirmationAskedAt?: Instant;
  /** S50: the consent that was last linked for the store, as the person last gave or withdrew it. */
  readonly linkedConsent?: LinkedConsent;
}

/** A consent of the store that decides whether a person is sent at all (S50). */
export interface LinkedConsent {
  /** As the setting named it when this was seen. */
  readonly name: string;
  readonly state: 'in' | 'out';
  readonly at?: Instant;
}

/** The running CART event of a person in a store. */
export interface OpenCart {
  readonly createdAt: Instant;
  /** No end for `always-update`. */
  readonly expiresAt?: Instant;
  /** Time of the newest snapshot that was decided. */
  readonly snapshotAt: Instant;
  /** Hash of that snapshot's content. */
  readonly fingerprint: string;
  /** Nobody but a page that named the address has spoken of this cart (S32). */
  readonly isClaimed?: boolean;
}

/** What an export was asked to do beyond sending. */
export interface ExportOptions {
  readonly status: 'optIn' | 'optOut' | 'untouched' | 'asInStore';
  readonly tags: readonly string[];
}

export interface KnownState {
  readonly contact?: KnownContact;
  /** The address the store's customer id belongs to, where the hub has seen that customer. */
  readonly customerEmail?: string;
  /** The store's customer id of the address, the other way round. */
  readonly customerId?: string;
  /** Which of the record's effect keys are taken, done or on their way. */
  readonly effects: ReadonlySet<string>;
  /** Those of them whose delivery is a dead letter: taken, but not done. */
  readonly deadEffects?: ReadonlySet<string>;
  readonly cart?: OpenCart;
  /** When carts of this person were opened by claims that nothing has confirmed since (S32). */
  readonly claimedCarts?: readonly Instant[];
}

export interface DecisionInput<K extends RecordKind = RecordKind> {
  readonly kind: K;
  readonly record: RecordByKind[K];
  readonly source: MessageSource;
  readonly trigger?: ContactTrigger;
  /** The storefront the row names. */
  readonly storefront?: string;
  readonly store: StoreFacts;
  readonly known: KnownState;
  readonly exportOptions?: ExportOptions;
  /** Values of the raw document that the setting `fieldMapping` names. */
  readonly extras?: FieldExtras;
  readonly now: Instant;
}

/** One rule that had a say, with what it looked at. */
export interface Reason {
  readonly rule: string;
  readonly result: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

export interface ConsentUpdate {
  readonly channel: Channel;
  /** New state in SALESmanago; the same state with a newer time when an act confirms it. */
  readonly salesmanago?: KnownConsent;
  /** New baseline of the store. */
  readonly store?: KnownConsent;
  readonly rule: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the hub has to remember together with the decision. */
export interface Memory {
  /** The person this is about, as `contactKey`. */
  readonly contactKey?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly consents?: readonly ConsentUpdate[];
  readonly confirmationAskedAt?: Instant;
  readonly linkedConsent?: LinkedConsent;
  /** D7: what was remembered under this `contactKey`, consents above all, now belongs to `contactKey`. */
  readonly renamedFrom?: string;
  /** The store's customer id now belongs to this address. */
  readonly customer?: { readonly id: string; readonly email: string };
  /** S26 `sendLater`: when the record is to be read and decided again. */
  readonly recheckAt?: Instant;
  readonly cart?:
    | { readonly key: string; readonly open: OpenCart }
    | { readonly key: string; readonly open: null };
}

/** Commands with their reasons; no command means filtered, and `filteredBy` names the rule. */
export interface Decision {
  readonly commands: readonly Command[];
  readonly filteredBy?: string;
  readonly reasons: readonly Reason[];
  readonly memory: Memory;
}
