export { type WireAmount, wireAmount } from './amount.js';
export type { Credentials, V2Credential } from './credentials.js';
export { cutProductIds, cutText, type ProductIdCut } from './cuts.js';
export { DEFAULT_LOGIN_ENDPOINT, DEFAULT_V3_ENDPOINT, normaliseEndpoint } from './endpoint.js';
export { LIMITS } from './limits.js';
export { LoginError, type LoginRefusal } from './login.error.js';
export { type LoginRequest, type LoginResult, login } from './login.js';
export { RegistrationError, type RegistrationRefusal } from './registration.error.js';
export {
  type PartnerCredentials,
  type RegistrationRequest,
  type RegistrationResult,
  register,
} from './registration.js';
export type {
  ConsentDetail,
  ContactAddress,
  ContactFields,
  ContactState,
  ContactUpsert,
  DictionaryProperty,
} from './request/contact.request.js';
export type {
  ContactEvent,
  ContactEventType,
  ContactIdentity,
  EventDetails,
  EventRequest,
} from './request/event.request.js';
export type { KeyInformationUpsert } from './request/key-information.request.js';
export { type CallRequest, preview } from './request/preview.js';
export type {
  ProductGender,
  ProductSystemDetails,
  ProductUpsert,
} from './request/product.request.js';
export type { Clearable } from './request/record-notes.js';
export { SalesmanagoClient } from './salesmanago.client.js';
export {
  type CodeMeaning,
  MAX_KEPT_ANSWER_BYTES,
  meaningOf,
  type Outcome,
  type Problem,
  SalesmanagoError,
  type SalesmanagoErrorCode,
} from './salesmanago.error.js';
export { type AuthFields, authFields, randomApiKey, sign } from './signature.js';
export type { ExchangeReport, TransportOptions } from './transport.js';
export {
  Account,
  type ConsentForm,
  type JobStatus,
  LOGIN_TOKEN_LIFE_MS,
  signInLink,
} from './v2/account.js';
export type { ContactCard, ContactStatus, ReadAddress, ReadEvent } from './v2/contact-card.js';
export { type ContactBatchOutcome, Contacts, type HasContact } from './v2/contacts.js';
export { type BatchEvent, type EventBatchOutcome, Events } from './v2/events.js';
export { type ApiKeyExpiry, type ApiKeyRequest, ApiKeys } from './v3/api-keys.js';
export { type Catalog, type CatalogList, Catalogs, type CatalogUpsert } from './v3/catalogs.js';
export {
  type Collection,
  type CollectionAssignment,
  type CollectionList,
  Collections,
} from './v3/collections.js';
export { type EmailQuery, Emails, type EmailTemplate, type EmailType } from './v3/emails.js';
export { type KeyInformation, KeyInformationApi } from './v3/key-information.js';
export {
  type ProductPrice,
  type ProductQuantity,
  Products,
  type ProductsAccepted,
} from './v3/products.js';
export type { FieldWarning, WithWarnings } from './warnings.js';
