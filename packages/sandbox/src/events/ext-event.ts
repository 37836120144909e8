import type { Contact } from '../contacts/contact.js';

/** Union of the lists seen in the vendor's library, plugins and clients. */
export const EVENT_TYPES: ReadonlySet<string> = new Set([
  'PURCHASE',
  'CART',
  'VISIT',
  'PHONE_CALL',
  'OTHER',
  'RESERVATION',
  'CANCELLED',
  'ACTIVATION',
  'MEETING',
  'OFFER',
  'DOWNLOAD',
  'LOGIN',
  'TRANSACTION',
  'CANCELLATION',
  'RETURN',
  'SURVEY',
  'APP_STATUS',
  'APP_TYPE_WEB',
  'APP_TYPE_MANUAL',
  'APP_TYPE_RETENTION',
  'APP_TYPE_UPSALE',
  'LOAN_STATUS',
  'LOAN_ORDER',
  'FIRST_LOAN',
  'REPEATED_LOAN',
  'PACKED',
  'PRINTED_OUT',
  'PARTIALLY_REFUNDED',
  'PENDING',
  'READY_FOR_PICKUP',
  'FULLY_REFUNDED',
  'FULLY_PICKED',
  'PARTIALLY_PICKED',
  'SENT_COMPLETE',
  'UPDATE',
  'ENGAGEMENT',
]);

/** The members of `contactEvent`, checked. Absent members are `undefined`. */
export interface EventData {
  contactExtEventType: string;
  /** Epoch milliseconds. */
  date: number;
  description?: string;
  products?: string;
  location?: string;
  value?: number;
  externalId?: string;
  shopDomain?: string;
  /** `detail1` to `detail20`. */
  details?: Record<string, string>;
}

export interface ExtEvent {
  readonly eventId: string;
  readonly contact: Contact;
  readonly createdOn: number;
  modifiedOn: number;
  /** How often the event was updated. */
  updates: number;
  data: EventData;
}
