import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of order states. The ids of states differ between shops, so the words come from the flags of the
 * state and the shop's settings, in every version alike. `payment-error` is a CANCELLATION because it can only follow a
 * PURCHASE: a payment that came back is no sale, one that never arrived is sent nothing.
 *
 * @see docs/adapters/prestashop.md#order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  'not-placed': 'ignore',
  'awaiting-payment': 'ignore',
  paid: 'purchase',
  shipped: 'purchase',
  canceled: 'cancellation',
  refunded: 'return',
  'payment-error': 'cancellation',
};

/** Placed and not paid yet: a cheque, a bank wire, cash on delivery, goods on backorder. */
export const PLACED_STATES = ['awaiting-payment'] as const;
