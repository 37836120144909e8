import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of BigCommerce's statuses, by id: a merchant may rename them. Paid is what BigCommerce itself ships;
 * 14 is paid and partly returned. 6 and 5 are a CANCELLATION only after a PURCHASE. Verification and dispute decide
 * nothing yet.
 *
 * @see docs/adapters/bigcommerce.md#order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  0: 'ignore', // Incomplete
  1: 'ignore', // Pending
  2: 'purchase', // Shipped
  3: 'purchase', // Partially Shipped
  4: 'return', // Refunded
  5: 'cancellation', // Cancelled
  6: 'cancellation', // Declined
  7: 'ignore', // Awaiting Payment
  8: 'purchase', // Awaiting Pickup
  9: 'purchase', // Awaiting Shipment
  10: 'purchase', // Completed
  11: 'purchase', // Awaiting Fulfillment
  12: 'ignore', // Manual Verification Required
  13: 'ignore', // Disputed
  14: 'purchase', // Partially Refunded
};

/** Placed and not paid yet. Incomplete and pending orders were never placed. */
export const PLACED_STATES = ['7'] as const;
