import { hmacBase64 } from '@storewire/adapter-kit';

export interface OauthCall {
  readonly method: string;
  /** The address WordPress believes the call came to, without a query. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  /** Seconds since 1970; WooCommerce accepts 15 minutes either way. */
  readonly timestamp: number;
  /** May not come back within those 15 minutes. */
  readonly nonce: string;
}

/**
 * The query of a call signed with one-legged OAuth 1.0a, HMAC-SHA256. Keys and values are encoded by RFC 3986 and
 * sorted by bytes; a JSON body is not part of the signature; the key ends with `&` because there is no token.
 *
 * @see docs/adapters/woocommerce.md - checked against the answers of WooCommerce 10.9.1
 */
export function signedQuery(call: OauthCall): Record<string, string> {
  const query: Record<string, string> = {
    ...call.query,
    oauth_consumer_key: call.consumerKey,
    oauth_nonce: call.nonce,
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(call.timestamp),
  };
  const parameters = Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const base = [call.method, call.url, parameters].map(encode).join('&');
  return { ...query, oauth_signature: hmacBase64(`${call.consumerSecret}&`, base) };
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
