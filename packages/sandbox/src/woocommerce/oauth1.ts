import { createHmac } from 'node:crypto';

/** Seconds a timestamp may be off, and a nonce may not come back. */
const WINDOW_S = 15 * 60;
const NAMES = [
  'oauth_consumer_key',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
] as const;

export interface OauthCall {
  method: string;
  /** The shop's own address with the path, without a query. */
  url: string;
  /** Query as it was sent, without the question mark. */
  rawQuery: string;
  /** Content of an `Authorization: OAuth` header, if any. */
  header: string | undefined;
  now: number;
}

/** What a signed call says about itself; undefined when it carries no OAuth parameters. */
export function oauthParameters(call: OauthCall): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(call.rawQuery)) found.set(name, value);
  for (const part of call.header?.replace(/^OAuth\s+/i, '').split(',') ?? []) {
    const [, name, value] = /^\s*(\w+)="([^"]*)"\s*$/.exec(part) ?? [];
    if (name !== undefined && name !== 'realm') found.set(name, decodeURIComponent(value ?? ''));
  }
  return NAMES.some((name) => found.has(name)) ? found : undefined;
}

/** One-legged OAuth 1.0a as WooCommerce checks it over plain HTTP. */
export class Oauth1 {
  readonly #seen = new Map<string, number>();

  /** Undefined when the call is good, otherwise what WooCommerce says is wrong with it. */
  problem(
    call: OauthCall,
    parameters: ReadonlyMap<string, string>,
    secretOf: (key: string) => string | undefined,
  ): string | undefined {
    const missing = NAMES.filter((name) => !parameters.get(name));
    if (missing.length > 0) {
      return `Missing OAuth parameter${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`;
    }
    const key = parameters.get('oauth_consumer_key') ?? '';
    const secret = secretOf(key);
    if (secret === undefined) return 'Consumer key is invalid.';
    const method = parameters.get('oauth_signature_method');
    if (method !== 'HMAC-SHA256' && method !== 'HMAC-SHA1') {
      return 'Invalid signature - signature method is invalid.';
    }
    const hash = method === 'HMAC-SHA1' ? 'sha1' : 'sha256';
    const expected = createHmac(hash, `${secret}&`)
      .update(baseString(call, parameters))
      .digest('base64');
    if (parameters.get('oauth_signature') !== expected) {
      return 'Invalid signature - provided signature does not match.';
    }
    const timestamp = Number(parameters.get('oauth_timestamp'));
    if (!(Math.abs(call.now - timestamp) <= WINDOW_S)) return 'Invalid timestamp.';
    const nonce = `${key} ${parameters.get('oauth_nonce')}`;
    for (const [old, at] of this.#seen) if (at < call.now - WINDOW_S) this.#seen.delete(old);
    if (this.#seen.has(nonce)) return 'Invalid nonce - nonce has already been used.';
    this.#seen.set(nonce, timestamp);
    return undefined;
  }
}

/** Lists are signed under the names PHP gives them: `status[]=a` counts as `status[0]=a`. */
function baseString(call: OauthCall, parameters: ReadonlyMap<string, string>): string {
  const pairs = new Map<string, string>();
  const next = new Map<string, number>();
  for (const [name, value] of new URLSearchParams(call.rawQuery)) {
    if (!name.endsWith('[]')) {
      pairs.set(name, value);
      continue;
    }
    const list = name.slice(0, -2);
    const position = next.get(list) ?? 0;
    next.set(list, position + 1);
    pairs.set(`${list}[${position}]`, value);
  }
  for (const name of NAMES) pairs.set(name, parameters.get(name) ?? '');
  pairs.delete('oauth_signature');
  const normalized = [...pairs]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${call.method}&${encode(call.url)}&${encode(normalized)}`;
}

/** Percent-encoding of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
