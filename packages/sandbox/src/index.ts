export { DEFAULT_ACCOUNT, DEFAULT_PARTNER } from './accounts.js';
export { type ActionResult, type CardChange, NothingToConfirm, UnknownContact } from './actions.js';
export type { CallbackRecord, StatusSource } from './callbacks.js';
export type { Operation } from './contacts/contact.js';
export {
  type ActiveFault,
  FAULT_KINDS,
  type FaultKind,
  type FaultRule,
  InvalidFault,
} from './faults.js';
export type { EventFilter, InspectedEvent, SandboxStats } from './inspector/inspection.js';
export { DEFAULT_LIMITS } from './limits.js';
export type {
  AccountOptions,
  CallbackOptions,
  EmailOptions,
  Limits,
  SandboxOptions,
  V3KeyExpiry,
  V3KeyOptions,
} from './options.js';
export type { LoggedRequest, RequestFilter } from './request-log.js';
export { createSandbox, type Sandbox } from './sandbox.js';
export { expandCallbackUrl, sha1, signCall } from './signature.js';
export type { Pixel } from './tracking.js';
export type { VendorContact } from './vendor-contacts.js';
