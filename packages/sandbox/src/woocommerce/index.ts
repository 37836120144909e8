export type {
  WooCouponLine,
  WooCustomer,
  WooImage,
  WooLineMeta,
  WooLinks,
  WooMeta,
  WooOrder,
  WooOrderLine,
  WooOrderNote,
  WooProduct,
  WooRefund,
  WooShippingLine,
  WooVariation,
  WooWebhook,
} from './documents.js';
export { FAULT_KINDS, type Fault, type FaultBoard, type FaultKind } from './faults.js';
export { CURRENCIES, type CurrencyCode } from './money.js';
export type { KeyPermission, StoreSettings, WooApiKey, WooStoreOptions } from './options.js';
export type { PaymentMethod } from './order-history.js';
export type { LineDraft } from './orders.js';
export type { GoodsFields } from './product-desk.js';
export type { Address, BillingAddress, OrderStatus, Role, WebhookStatus } from './records.js';
export type { CustomerEdit, OrderInput, RegistrationInput } from './shopper.js';
export { createWooStore, type StoreCall, type WooStore } from './store.js';
export type { WebhookDelivery, Webhooks } from './webhooks.js';
