import type { ExtEvent } from '../events/ext-event.js';

export const CONTACT_STATES = ['CUSTOMER', 'PROSPECT', 'PARTNER', 'OTHER', 'UNKNOWN'] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

export interface Address {
  streetAddress: string | null;
  zipCode: string | null;
  city: string | null;
  country: string | null;
}

export interface Tag {
  score: number;
  createdOn: number;
}

export interface Consent {
  consentName: string;
  consentAccept: boolean;
  agreementDate: number;
  ip: string | null;
  optOut: boolean;
  consentDescriptionId: number | null;
}

/** A confirmation e-mail that the sandbox "sent" instead of an opt-in. */
export interface Confirmation {
  id: string;
  at: number;
  emailId: string | null;
  language: string | null;
  state: 'pending' | 'confirmed';
}

export interface Coupon {
  name: string;
  coupon: string;
  valid: number;
  used: boolean;
}

/** One thing that happened to a contact, in the order in which it was received. */
export interface Operation {
  /** Number of the request; the same for all records of a batch. */
  seq: number;
  at: number;
  /** Path of the call, or the name of an action of the inspector. */
  method: string;
  what:
    | 'created'
    | 'updated'
    | 'deleted'
    | 'event'
    | 'eventUpdate'
    | 'eventDelete'
    | 'status'
    | 'other';
  eventId?: string;
  type?: string;
  /** Of the event, or of the contact. */
  externalId?: string;
  name?: string;
}

/** A contact as the sandbox keeps it. Collections that most contacts lack are created when first needed. */
export class Contact {
  name: string | null = null;
  phone: string | null = null;
  fax: string | null = null;
  company: string | null = null;
  externalId: string | null = null;
  state: ContactState = 'PROSPECT';
  address: Address | null = null;
  birthday: string | null = null;
  province: string | null = null;
  lang: string | null = null;
  optedOut = true;
  optedOutPhone = true;
  invalid = false;
  monitored = true;
  score = 0;
  lastVisit: number | null = null;
  modifiedOn: number;
  tags: Map<string, Tag> | undefined = undefined;
  properties: Map<string, string> | undefined = undefined;
  dictionaryProperties: Map<string, { type: 'NUMBER' | 'DATE'; value: number }> | undefined =
    undefined;
  consents: Map<string, Consent> | undefined = undefined;
  events: ExtEvent[] | undefined = undefined;
  confirmations: Confirmation[] | undefined = undefined;
  coupons: Coupon[] | undefined = undefined;
  notes: { note: string; private: boolean; createdOn: number }[] | undefined = undefined;
  loyalty: Map<string, number> | undefined = undefined;
  keyInformation: Map<string, string | number> | undefined = undefined;
  operations: Operation[] | undefined = undefined;

  constructor(
    readonly id: string,
    public email: string,
    public owner: string,
    readonly createdOn: number,
    /** v3 knows the contact from this time on. */
    readonly visibleFrom: number,
  ) {
    this.modifiedOn = createdOn;
  }
}
