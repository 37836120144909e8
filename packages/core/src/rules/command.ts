import type { ConsentWrite } from '../adapter/adapter.js';
import type { Instant } from '../model/values.js';

/** Consent goes before live traffic, live traffic before exports. */
export const LANE_CLASSES = ['consent', 'live', 'export'] as const;
export type LaneClass = (typeof LANE_CLASSES)[number];

/**
 * A contact as SALESmanago's upsert takes it, without authentication. The four flags are always explicit: all false
 * means "nothing is said about consent".
 */
export interface UpsertPayload {
  readonly owner?: string;
  readonly contact: {
    readonly email: string;
    readonly name?: string;
    readonly phone?: string;
    readonly fax?: string;
    readonly company?: string;
    readonly externalId?: string;
    readonly state?: 'CUSTOMER' | 'PROSPECT' | 'PARTNER' | 'OTHER' | 'UNKNOWN';
    readonly address?: {
      readonly streetAddress?: string;
      readonly zipCode?: string;
      readonly city?: string;
      readonly country?: string;
    };
  };
  readonly newEmail?: string;
  /** `yyyyMMdd`, or `MMdd` without a year. */
  readonly birthday?: string;
  readonly province?: string;
  /** Two capitals. */
  readonly lang?: string;
  readonly forceOptIn: boolean;
  readonly forceOptOut: boolean;
  readonly forcePhoneOptIn: boolean;
  readonly forcePhoneOptOut: boolean;
  readonly tags?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly dictionaryProperties?: readonly {
    name: string;
    type: 'DATE' | 'NUMBER';
    value: number;
  }[];
  readonly useApiDoubleOptIn?: boolean;
  readonly apiDoubleOptInEmailTemplateId?: string;
  readonly apiDoubleOptInEmailAccountId?: string;
  readonly apiDoubleOptInEmailSubject?: string;
  /** S8: no second mail within so many minutes. For the delivery; SALESmanago is not told. */
  readonly confirmationWindowMinutes?: number;
}

export type EventType = 'CART' | 'PURCHASE' | 'CANCELLATION' | 'RETURN';

/** An external event as SALESmanago takes it. */
export interface EventPayload {
  readonly contactExtEventType: EventType;
  /** Milliseconds since 1970. */
  readonly date: number;
  readonly description?: string;
  /** Comma-separated ids, at most 512 characters. */
  readonly products?: string;
  readonly location?: string;
  readonly value?: number;
  readonly externalId?: string;
  readonly shopDomain?: string;
  /** `detail1` to `detail20`, by key. */
  readonly details?: Readonly<Record<string, string>>;
}

/** How an event names its contact: by address, or by SALESmanago's id where no address is known. */
export type ContactRef = { readonly email: string } | { readonly contactId: string };

interface CommandBase {
  readonly lane: LaneClass;
  /** The person, as the hub orders work: the address in lower case, or `#` and the contact id. */
  readonly contactKey: string;
  /** What must happen once; absent where repeating does no harm. */
  readonly effectKey?: string;
}

/** One thing to tell SALESmanago (or the store, for consent), decided from records by settings and rules. */
export type Command = CommandBase &
  (
    | { readonly kind: 'upsertContact'; readonly payload: UpsertPayload }
    | {
        readonly kind: 'changeEmail';
        readonly payload: UpsertPayload & { readonly newEmail: string };
      }
    | { readonly kind: 'addEvent'; readonly payload: { contact: ContactRef; event: EventPayload } }
    /** Creates a CART event, or updates the one of the cart that was opened then, if that was created. */
    | {
        readonly kind: 'cartEvent';
        readonly payload: {
          contact: ContactRef;
          event: EventPayload;
          cartKey: string;
          openedAt: Instant;
          isUpdate: boolean;
        };
      }
    | {
        readonly kind: 'deleteCartEvent';
        readonly payload: { cartKey: string; openedAt: Instant };
      }
    | { readonly kind: 'deleteContact'; readonly payload: { email: string } }
    /** API v3; in a queue of its own, because a key that is refused must not hold up contacts and events. */
    | { readonly kind: 'keyInformation'; readonly payload: KeyInformationPayload }
    /** The one command that goes to the store: read, compare, write, read back. */
    | { readonly kind: 'writeConsent'; readonly payload: ConsentWrite }
  );

export type CommandKind = Command['kind'];

/** D14: Key Information of a person, by name. */
export interface KeyInformationPayload {
  readonly email: string;
  readonly numeric: Readonly<Record<string, number>>;
  readonly text: Readonly<Record<string, string>>;
  /** Names to clear. */
  readonly setAsNull: readonly string[];
}

/** The queue of a person's Key Information. */
export const keyInformationKeyOf = (email: string): string =>
  `key-information:${email.toLowerCase()}`;

/** The key under which the hub orders the work of one person. */
export const contactKeyOf = (ref: ContactRef): string =>
  'email' in ref ? ref.email.toLowerCase() : `#${ref.contactId}`;

/** Milliseconds since 1970 of an instant. */
export const epochMs = (instant: Instant): number => Date.parse(instant);

/** The command that tells the store what SALESmanago knows. */
export const writeConsent = (payload: ConsentWrite): Command => ({
  kind: 'writeConsent',
  lane: 'consent',
  contactKey: contactKeyOf({ email: payload.email }),
  payload,
});
