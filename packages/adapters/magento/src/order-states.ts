import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of Magento's order states, which are a fixed set; statuses, of which a shop can have any number, are
 * labels of these. Paid is what is being processed or complete. An order on hold keeps the meaning it had.
 *
 * @see docs/adapters/magento.md#order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  new: 'ignore',
  pending_payment: 'ignore',
  payment_review: 'ignore',
  processing: 'purchase',
  complete: 'purchase',
  closed: 'return',
  canceled: 'cancellation',
  holded: 'ignore',
};

/** Placed and not paid yet. */
export const PLACED_STATES = ['new', 'pending_payment', 'payment_review'] as const;
