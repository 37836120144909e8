import { createHmac } from 'node:crypto';
import type { SignatureMethod } from './connection.js';
import { escaped, type QueryPair } from './search.js';

export interface OAuthCredentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessTokenSecret: string;
  readonly method: SignatureMethod;
}

export interface SignedCall {
  readonly method: string;
  /** Scheme, host and path; no query. */
  readonly url: string;
  readonly query: readonly QueryPair[];
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly nonce: string;
}

/**
 * The `Authorization` header of OAuth 1.0a. Names with brackets enter the base string decoded and are then escaped;
 * a JSON body is not part of it.
 *
 * @see RFC 5849 section 3.4, and docs/adapters/magento.md#signed-calls
 */
export function oauthHeader(credentials: OAuthCredentials, call: SignedCall): string {
  const protocol: QueryPair[] = [
    ['oauth_consumer_key', credentials.consumerKey],
    ['oauth_nonce', call.nonce],
    ['oauth_signature_method', credentials.method],
    ['oauth_timestamp', String(call.timestamp)],
    ['oauth_token', credentials.accessToken],
    ['oauth_version', '1.0'],
  ];
  const signature = signatureOf(credentials, call, protocol);
  const parts = [...protocol, ['oauth_signature', signature] as const];
  return `OAuth ${parts.map(([name, value]) => `${name}="${escaped(value)}"`).join(', ')}`;
}

function signatureOf(
  { consumerSecret, accessTokenSecret, method }: OAuthCredentials,
  call: SignedCall,
  protocol: readonly QueryPair[],
): string {
  const parameters = [...call.query, ...protocol]
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort((a, b) => inBytes(a[0], b[0]) || inBytes(a[1], b[1]))
    .map((pair) => pair.join('='))
    .join('&');
  const base = [call.method, call.url, parameters].map(escaped).join('&');
  const key = `${escaped(consumerSecret)}&${escaped(accessTokenSecret)}`;
  const algorithm = method === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  return createHmac(algorithm, key).update(base).digest('base64');
}

/** Escaped text is ASCII, so this is the order of its bytes. */
const inBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
