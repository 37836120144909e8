import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of the states that `shopware6OrderState` gives: those of the payment, and `order_…` for what the
 * order itself says beyond them. A partial refund keeps the purchase; money that the bank took back is a return.
 *
 * @see docs/adapters/shopware.md#order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  open: 'ignore',
  unconfirmed: 'ignore',
  in_progress: 'ignore',
  authorized: 'ignore',
  reminded: 'ignore',
  paid_partially: 'ignore',
  paid: 'purchase',
  refunded_partially: 'purchase',
  refunded: 'return',
  chargeback: 'return',
  cancelled: 'cancellation',
  failed: 'cancellation',
  order_cancelled: 'cancellation',
  order_completed: 'ignore',
  no_payment: 'ignore',
};

/** Placed and not paid: a purchase in shops that deliver on account, with the setting `purchaseOn: placed`. */
export const PLACED_STATES = [
  'open',
  'unconfirmed',
  'in_progress',
  'authorized',
  'reminded',
  'paid_partially',
  'order_completed',
  'no_payment',
] as const;
