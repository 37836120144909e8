import { ApiVersion } from '@shopify/shopify-api';

/** The Admin API version every call names; stable since 1 October 2026, supported until at least 1 October 2027. */
export const SHOPIFY_API_VERSION = ApiVersion.October26;
