import type { SourceRow } from '../adapter/adapter.js';
import { readPath } from '../mapping/path.js';
import type { Instant } from '../model/values.js';
import type { FieldMapping, OrderMeaning } from '../settings/store-settings.js';

/** A JSON object of a SALESmanago-style call, as its caller wrote it. */
export type CompatPart = Readonly<Record<string, unknown>>;

/**
 * What a call of the compatibility door says, whichever method brought it: a contact as `contact/upsert` has it, an
 * event with `email` or `contactId` and `contactEvent`, or both. Without authentication.
 */
export interface CompatCall {
  readonly contact?: CompatPart;
  readonly event?: CompatPart;
}

/** Events that the hub knows what to do with. */
export const COMPAT_EVENT_TYPES = [
  'CART',
  'PURCHASE',
  'CANCELLATION',
  'CANCELLED',
  'RETURN',
] as const;

/** What an event of an order means, whatever the platform's own order states are. */
export const COMPAT_ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  'event.PURCHASE': 'purchase',
  'event.CANCELLATION': 'cancellation',
  'event.CANCELLED': 'cancellation',
  'event.RETURN': 'return',
};

/**
 * The documents of one call, for the compatibility mappings, the contact first.
 * @param receivedAt when it came: `requestTime` is not covered by the signature, so it is not believed.
 */
export function compatRows({ contact, event }: CompatCall, receivedAt: Instant): SourceRow[] {
  const rows: SourceRow[] = [];
  if (contact) {
    const raw = { ...contact, receivedAt };
    rows.push({ kind: 'contact', id: idOf(readPath(raw, 'contact.externalId')), raw });
  }
  if (event) {
    const type = plain(readPath(event, 'contactEvent.contactExtEventType'));
    const kind = type === 'CART' ? 'cart' : 'order';
    const raw = { ...event, state: `event.${type}`, lines: linesOf(event), receivedAt };
    rows.push({ kind, id: idOf(readPath(event, 'contactEvent.externalId')), raw });
  }
  return rows;
}

/** The details of an event as fields to send: they are the caller's own words and stay as they are. */
export const compatFields = (raw: unknown): FieldMapping[] =>
  Array.from({ length: 20 }, (_, i) => ({
    from: `contactEvent.detail${i + 1}`,
    to: 'detail' as const,
    name: String(i + 1),
    overwrite: true,
  })).filter(({ from }) => readPath(raw, from) !== undefined);

/** A text, or a number as one. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const idOf = (value: unknown): string => plain(value) || '-';

/** The ids of `products`, separated by commas; how many of each nobody says. */
function linesOf(event: CompatPart): { productId: string }[] {
  return plain(readPath(event, 'contactEvent.products'))
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
    .map((productId) => ({ productId }));
}
