import type { OrderMeaning } from '@storewire/core';

/**
 * Default meaning of the states that `shopware5OrderState` gives: `order_4` for a cancelled order, else the payment
 * status by its number, because names can be edited in the shop. Statuses of plugins are named by the merchant.
 *
 * @see docs/adapters/shopware.md#shopware-5-order-states
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  payment_12: 'purchase',
  payment_20: 'return',
  payment_35: 'cancellation',
  order_4: 'cancellation',
  payment_9: 'ignore',
  payment_10: 'ignore',
  payment_11: 'ignore',
  payment_13: 'ignore',
  payment_14: 'ignore',
  payment_15: 'ignore',
  payment_16: 'ignore',
  payment_17: 'ignore',
  payment_18: 'ignore',
  payment_19: 'ignore',
  payment_21: 'ignore',
  payment_30: 'ignore',
  payment_31: 'ignore',
  payment_32: 'ignore',
  payment_33: 'ignore',
  payment_34: 'ignore',
};

/** Placed and not paid; a refused credit (30) and a debt collection (16) are no sales yet. */
export const PLACED_STATES = [
  'payment_9',
  'payment_10',
  'payment_11',
  'payment_13',
  'payment_14',
  'payment_15',
  'payment_17',
  'payment_18',
  'payment_19',
  'payment_21',
  'payment_31',
  'payment_32',
  'payment_33',
  'payment_34',
] as const;
