import type { SourceRow } from '../adapter/adapter.js';
import type { ContactTrigger, RecordKind } from '../model/records.js';
import type { InboundEvent, InboundEventType } from './inbound-event.js';

const TRIGGERS: Partial<Record<InboundEventType, ContactTrigger>> = {
  'contact.registered': 'registration',
  'contact.logged_in': 'login',
  'contact.updated': 'edit',
  'contact.newsletter_subscribed': 'newsletter',
};

/**
 * The documents of one checked event, for the inbound mappings. The document is the event itself; what its type alone
 * tells is written into it: the time of a registration, the empty list of an emptied cart, the channel of an opt-out.
 */
export function inboundRows(event: InboundEvent): SourceRow[] {
  switch (event.type) {
    case 'contact.newsletter_unsubscribed':
      // A change of consent and no edit: an explicit opt-out is applied at once, whatever else the person did.
      return [
        row('consent', event, { ...event, channel: 'email', state: 'out' }),
        ...(withdrawsMobile(event)
          ? [row('consent', event, { ...event, channel: 'mobile', state: 'out' })]
          : []),
      ];
    case 'contact.registered':
      return [
        row('contact', event, {
          ...event,
          contact: { createdAt: event.occurredAt, ...event.contact },
        }),
      ];
    case 'contact.logged_in':
    case 'contact.updated':
    case 'contact.newsletter_subscribed':
      return [row('contact', event, event)];
    case 'cart.emptied':
      return [row('cart', event, { ...event, cart: { ...event.cart, lines: [] } })];
    case 'cart.updated':
      return [row('cart', event, event)];
    case 'order.placed':
      return [row('order', event, event)];
    case 'order.paid':
      return [
        row('order', event, { ...event, order: { paidAt: event.occurredAt, ...event.order } }),
      ];
    case 'order.cancelled':
      return [row('order', event, { ...event, cancelledAt: event.occurredAt })];
  }
}

const withdrawsMobile = ({ consents = [] }: InboundEvent): boolean =>
  consents.some(({ kind, granted }) => kind === 'newsletter-sms' && !granted);

function row(kind: RecordKind, event: InboundEvent, raw: object): SourceRow {
  const { type, contact, cart, order, id } = event;
  const trigger = kind === 'contact' ? TRIGGERS[type] : undefined;
  const ids: Partial<Record<RecordKind, string | undefined>> = {
    contact: contact?.externalId,
    consent: contact?.externalId,
    cart: cart?.id,
    order: order?.id,
  };
  return {
    kind,
    id: ids[kind] ?? id,
    version: event.occurredAt,
    raw,
    ...(trigger ? { trigger } : {}),
  };
}
