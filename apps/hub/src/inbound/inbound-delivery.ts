import {
  checkInboundEvent,
  type InboundEvent,
  MAX_INBOUND_BYTES,
  MAX_INBOUND_EVENTS,
} from '@storewire/core';
import { invalid, malformed, ProblemException } from '../access/problem.js';
import type { InboundRejectionAnswer } from './inbound.dto.js';

export interface ReadDelivery {
  readonly events: readonly InboundEvent[];
  readonly rejected: readonly InboundRejectionAnswer[];
}

/**
 * Reads the body of a delivery, one event or a list of them, and checks each event.
 * @throws ProblemException 400 for what is not JSON, 413 for too many events, 422 for a body of another form.
 */
export function readDelivery(rawBody: Buffer): ReadDelivery {
  const given = eventsIn(parse(rawBody));
  if (given.length > MAX_INBOUND_EVENTS) {
    throw tooLarge(`A delivery holds at most ${MAX_INBOUND_EVENTS} events; send several.`);
  }
  const events: InboundEvent[] = [];
  const rejected: InboundRejectionAnswer[] = [];
  given.forEach((value, index) => {
    const checked = checkInboundEvent(value);
    if ('event' in checked) events.push(checked.event);
    else rejected.push({ index, ...checked.rejection });
  });
  return { events, rejected };
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw malformed('The body is not JSON.');
  }
}

function eventsIn(body: unknown): readonly unknown[] {
  if (body === null || typeof body !== 'object' || !Object.hasOwn(body, 'events')) return [body];
  const { events } = body as { events: unknown };
  if (Array.isArray(events) && events.length > 0) return events;
  throw invalid([{ path: 'events', message: 'must be a list with at least one event.' }]);
}

/** @throws ProblemException 413 */
export function checkSize(rawBody: Buffer): void {
  if (rawBody.length <= MAX_INBOUND_BYTES) return;
  throw tooLarge(`A delivery has at most ${MAX_INBOUND_BYTES} bytes; send several.`);
}

const tooLarge = (detail: string): ProblemException =>
  new ProblemException({ status: 413, code: 'DELIVERY_TOO_LARGE', detail, next: 'fixData' });
