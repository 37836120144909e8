import type { ConsentState } from '../model/values.js';

// Each takes a whole inbound event, because what a consent in it means depends on what the event is.

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {};

interface Said {
  readonly state: ConsentState;
  readonly at?: string;
}

/** A box of a registration or a checkout that was left unticked says nothing about what was agreed before. */
const hasBoxes = (type: unknown): boolean =>
  typeof type === 'string' && (type === 'contact.registered' || type.startsWith('order.'));

/** The last word of an event about one kind of newsletter; a sign-up is one even without a list of consents. */
function said(value: unknown, kind: string): Said | undefined {
  const event = bag(value);
  const isSignUp = event.type === 'contact.newsletter_subscribed' && kind === 'newsletter-email';
  const list = (Array.isArray(event.consents) ? event.consents : [])
    .map(bag)
    .filter((one) => one.kind === kind && typeof one.granted === 'boolean')
    .filter((one) => one.granted === true || !(isSignUp || hasBoxes(event.type)))
    .map((one): Said => ({ state: one.granted ? 'in' : 'out', ...timeOf(one.at) }))
    .sort((a, b) => timeMs(a) - timeMs(b));
  return list.at(-1) ?? (isSignUp ? { state: 'in', ...timeOf(event.occurredAt) } : undefined);
}

/** An unreadable time is none. */
const timeOf = (value: unknown): { at?: string } => {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? {} : { at: new Date(ms).toISOString() };
};

const timeMs = ({ at }: Said): number => (at ? Date.parse(at) : 0);

export const INBOUND_CONVERTERS = {
  inboundEmailConsent: (value: unknown) => said(value, 'newsletter-email')?.state,
  inboundEmailConsentAt: (value: unknown) => said(value, 'newsletter-email')?.at,
  inboundMobileConsent: (value: unknown) => said(value, 'newsletter-sms')?.state,
  inboundMobileConsentAt: (value: unknown) => said(value, 'newsletter-sms')?.at,
};
