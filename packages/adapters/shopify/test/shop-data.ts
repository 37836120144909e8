import type { Channel } from '@storewire/core';

/** One consent as the shop keeps it; `NOT_SUBSCRIBED` without a time is "never asked". */
export interface KeptConsent {
  state: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING' | 'NOT_SUBSCRIBED';
  /** Milliseconds since 1970. */
  at: number | null;
}

export interface CustomerData {
  readonly id: string;
  readonly email: string;
  readonly phone: string | null;
  firstName: string;
  readonly lastName: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly consent: Record<Channel, KeptConsent>;
  /** Which consent changed last; its webhook is the one to send. */
  lastConsent: Channel;
}

export interface OrderData {
  readonly id: string;
  readonly customer: CustomerData;
  readonly createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  /** In capitals, as GraphQL writes it. */
  financialStatus: string;
  note: string | null;
  readonly lines: readonly LineData[];
  refunds: RefundData[];
}

export interface LineData {
  readonly id: string;
  readonly quantity: number;
  readonly price: string;
}

export interface RefundData {
  readonly id: string;
  readonly at: number;
  readonly amount: string;
}

export interface ProductData {
  readonly id: string;
  title: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly variants: readonly VariantData[];
}

export interface VariantData {
  readonly id: string;
  readonly title: string;
  readonly stock: number;
}

export interface CheckoutData {
  readonly id: string;
  readonly customer: CustomerData;
  readonly createdAt: number;
  updatedAt: number;
  quantity: number;
}

export const SHOP_ZONE = 'Europe/Warsaw';
export const SHOP_CURRENCY = 'PLN';

/** `2026-11-18T10:15:22Z`, as GraphQL writes times: whole seconds. */
export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** `2026-11-18T11:15:22+01:00`, as webhooks write times: in the shop's zone. */
export function local(ms: number): string {
  const seconds = Math.floor(ms / 1000) * 1000;
  const name = new Intl.DateTimeFormat('en-GB', {
    timeZone: SHOP_ZONE,
    timeZoneName: 'longOffset',
  })
    .formatToParts(seconds)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '00', minutes = '00'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return `${new Date(seconds + offset).toISOString().slice(0, 19)}${sign}${hours}:${minutes}`;
}

export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

export const orderTotal = ({ lines }: OrderData): string =>
  lines.reduce((sum, line) => sum + Number(line.price) * line.quantity, 0).toFixed(2);
