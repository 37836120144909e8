import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CompatCall, type CompatPart, contactKeyOf, fingerprint } from '@storewire/core';
import { newId } from '../ids.js';
import { AcceptService } from '../intake/accept.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { CompatIds } from './compat-ids.service.js';
import { type Accepted, CompatOutcome, type Found } from './compat-outcome.service.js';
import { CompatRefusal } from './compat-refusal.js';
import { callIn, checkCall, isPart } from './compat-request.js';

/** Calls that send: on disk before they are answered, and then on the way of every message. */
@Injectable()
export class CompatWriter {
  constructor(
    private readonly inbox: AcceptService,
    private readonly outcome: CompatOutcome,
    private readonly ids: CompatIds,
  ) {}

  /** @throws CompatRefusal for what is wrong, for what SALESmanago refused, and 503 for what is not on disk. */
  async send(store: StoreContext, method: string, body: CompatPart): Promise<object> {
    const call = await this.complete(store, method, callIn(method, body) ?? {});
    checkCall(call);
    const messageKey = newId();
    await this.accept(store, method, messageKey, call);
    const accepted = acceptedOf(store, messageKey, call);
    const found = await this.outcome.of(accepted);
    return {
      ...(await this.contactPart(accepted, found)),
      ...(await this.eventPart(accepted, found)),
    };
  }

  /** Who an event is about, where the call names an id; and an identity for an order that has none. */
  private async complete(
    store: StoreContext,
    method: string,
    { contact, event }: CompatCall,
  ): Promise<CompatCall> {
    if (!event || !isPart(event.contactEvent))
      return { ...(contact ? { contact } : {}), ...(event ? { event } : {}) };
    const { eventId, ...contactEvent } = event.contactEvent;
    const known = typeof eventId === 'string' ? await this.ids.event(store, eventId) : undefined;
    if (method === 'contact/updateContactExtEvent' && !known) {
      throw new CompatRefusal('Event does not exist');
    }
    if (known && known.eventType !== 'CART') {
      throw new CompatRefusal(`A ${known.eventType} that was sent is not changed`);
    }
    const ref = await this.refOf(store, event, known?.contactKey);
    const { email: _, contactId: __, ...rest } = event;
    return {
      ...(contact ? { contact } : {}),
      event: { ...rest, ...ref, contactEvent: identified(contactEvent, ref.email) },
    };
  }

  private async refOf(
    store: StoreContext,
    { email, contactId }: CompatPart,
    knownKey: string | undefined,
  ): Promise<{ email?: string; contactId?: string }> {
    if (typeof email === 'string' && email !== '') return { email };
    const key =
      typeof contactId === 'string' && contactId !== ''
        ? ((await this.ids.addressOf(store, contactId)) ?? `#${contactId}`)
        : knownKey;
    if (!key) return {};
    return key.startsWith('#') ? { contactId: key.slice(1) } : { email: key };
  }

  private async accept(
    store: StoreContext,
    method: string,
    messageKey: string,
    call: CompatCall,
  ): Promise<void> {
    try {
      await this.inbox.accept({
        store,
        source: 'compat',
        topic: method,
        messageKey,
        rawBody: Buffer.from(JSON.stringify(call)),
      });
    } catch {
      throw new CompatRefusal('It could not be written to disk; send it again', 503, 5);
    }
  }

  private async contactPart(
    { store, contactKey }: Accepted,
    { contactId, isKeptNowhere }: Found,
  ): Promise<object> {
    if (!contactKey) return {};
    if (!contactId && isKeptNowhere) return { contactId: randomUUID() };
    return { contactId: contactId ?? (await this.ids.ownContactId(store, contactKey)) };
  }

  private async eventPart(
    { store, event }: Accepted,
    { eventId: id, isKeptNowhere }: Found,
  ): Promise<object> {
    if (!event) return {};
    if (!id && isKeptNowhere) return { eventId: randomUUID() };
    const { contactKey, type: eventType } = event;
    const eventId = await this.ids.rememberEvent(store, {
      contactKey,
      eventType,
      ...(id ? { id } : {}),
    });
    return { eventId };
  }
}

/** The same order of a caller that names none is known by what it says. */
function identified(contactEvent: CompatPart, email: string | undefined): CompatPart {
  const { contactExtEventType, externalId, date, value, products } = contactEvent;
  const hasId = plain(externalId) !== '';
  if (contactExtEventType === 'CART' || hasId) return contactEvent;
  return { ...contactEvent, externalId: `sm-${fingerprint({ email, date, value, products })}` };
}

function acceptedOf(store: StoreContext, messageKey: string, call: CompatCall): Accepted {
  const { contact, event } = call;
  const address = contact && (contact.newEmail || (contact.contact as CompatPart).email);
  const contactEvent = event?.contactEvent as CompatPart | undefined;
  return {
    store,
    messageKey,
    ...(address ? { contactKey: keyOf({ email: address }) } : {}),
    ...(event && contactEvent
      ? {
          event: {
            contactKey: keyOf(event),
            type: String(contactEvent.contactExtEventType),
            externalId: plain(contactEvent.externalId),
          },
        }
      : {}),
  };
}

/** As the mapping reads it. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

const keyOf = ({ email, contactId }: CompatPart): string =>
  contactKeyOf(
    typeof email === 'string' ? { email: email.trim() } : { contactId: String(contactId) },
  );
