import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of WooCommerce's own statuses; those of plugins are named by the merchant in the setting. Paid is
 * what WooCommerce itself calls paid. `failed` is a CANCELLATION because it can only follow a PURCHASE: an order that
 * was paid and then failed (a direct debit that came back) is no sale, one that never was paid is sent nothing.
 *
 * @see docs/adapters/woocommerce.md#order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  pending: 'ignore',
  'on-hold': 'ignore',
  processing: 'purchase',
  completed: 'purchase',
  refunded: 'return',
  cancelled: 'cancellation',
  failed: 'cancellation',
  'checkout-draft': 'ignore',
  trash: 'ignore',
};

/** Placed and not paid yet: a bank transfer waits in `on-hold`, an online payment in `pending`. */
export const PLACED_STATES = ['pending', 'on-hold'] as const;
