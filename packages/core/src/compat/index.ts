export * from './compat-call.js';
export * from './compat-mappings.js';
