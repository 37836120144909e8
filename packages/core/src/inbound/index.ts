export * from './check-inbound-event.js';
export * from './consent-callback.js';
export * from './inbound-event.js';
export * from './inbound-mappings.js';
export * from './inbound-rows.js';
export * from './inbound-schema.js';
export * from './inbound-signature.js';
