export * from './adapter/adapter.js';
export * from './adapter/http.js';
export * from './adapter/install.js';
export * from './adapter/storefront.js';
export * from './compat/index.js';
export * from './errors.js';
export * from './inbound/index.js';
export {
  CONVERTERS,
  type ConverterName,
  convert,
  isEmail,
  type MappingContext,
} from './mapping/converters.js';
export {
  addDecimals,
  canonicalDecimal,
  currencyExponent,
  multiplyDecimal,
} from './mapping/decimal.js';
export {
  type FieldExtras,
  type FieldNote,
  readFieldMapping,
} from './mapping/field-mapping.js';
export * from './mapping/mapping.js';
export { readPath } from './mapping/path.js';
export * from './model/records.js';
export * from './model/values.js';
export { cartWindowMs } from './rules/cart.rule.js';
export * from './rules/command.js';
export { type ConsentSync, decideConsent } from './rules/consent.rule.js';
export { cartLookUp, decide, type LookUps, lookUpsOf } from './rules/decide.js';
export * from './rules/decision.js';
export { locationOf } from './rules/event.js';
export { fingerprint } from './rules/fingerprint.js';
export * from './rules/identity.js';
export { meaningOf } from './rules/order.rule.js';
export { isOfOtherStorefront, type StorefrontClaims } from './rules/storefront.rule.js';
export { settingsJsonSchema } from './settings/json-schema.js';
export * from './settings/layers.js';
export * from './settings/normalise.js';
export * from './settings/setting.decorator.js';
export * from './settings/store-settings.js';
export * from './settings/store-settings-schema.js';
export {
  SETTING_GROUPS,
  SETTING_LANGUAGES,
  SETTING_TEXTS,
  type SettingGroup,
  type SettingLanguage,
  type SettingText,
  type SettingTexts,
} from './settings/texts/catalogue.js';
export * from './settings/validate.js';
