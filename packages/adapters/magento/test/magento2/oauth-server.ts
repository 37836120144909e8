import { createHmac } from 'node:crypto';

export interface OAuthSecrets {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessTokenSecret: string;
}

export interface OAuthRefusal {
  readonly status: 400 | 401;
  readonly message: string;
}

/**
 * The shop's side of OAuth 1.0a, written from its own rules: names and values of the raw query are decoded once, the
 * parameters are sorted and escaped, and a nonce is good once.
 */
export class OAuthServer {
  readonly #nonces = new Set<string>();

  constructor(
    private readonly secrets: OAuthSecrets,
    private readonly methods: readonly string[],
  ) {}

  /** What is wrong with a call, or `undefined`. @param url as the shop believes it was called. */
  refusalOf(method: string, url: string, authorization: string): OAuthRefusal | undefined {
    const header = parametersOf(authorization);
    const said = (name: string) => header.get(`oauth_${name}`) ?? '';
    if (said('consumer_key') !== this.secrets.consumerKey) {
      return { status: 401, message: 'A consumer having the specified key does not exist' };
    }
    if (!this.methods.includes(said('signature_method'))) {
      return {
        status: 400,
        message: `Signature method ${said('signature_method')} is not supported`,
      };
    }
    if (this.#nonces.has(said('nonce'))) {
      return {
        status: 401,
        message: 'The nonce is already being used by the consumer with ID 1.',
      };
    }
    this.#nonces.add(said('nonce'));
    if (said('token') !== this.secrets.accessToken) {
      return { status: 401, message: 'Specified token does not exist' };
    }
    const signed = this.#sign(method, url, header);
    return signed === said('signature')
      ? undefined
      : { status: 401, message: 'The signature is invalid. Verify and try again.' };
  }

  #sign(method: string, url: string, header: ReadonlyMap<string, string>): string {
    const [address = '', query = ''] = url.split('?');
    const parameters: [string, string][] = [...header].filter(([n]) => n !== 'oauth_signature');
    for (const pair of query.split('&').filter(Boolean)) {
      const parts = pair.split('=');
      if (parts.length !== 2) continue;
      parameters.push([decodeURIComponent(parts[0] ?? ''), decodeURIComponent(parts[1] ?? '')]);
    }
    const text = parameters
      .map(([name, value]) => [rfc3986(name), rfc3986(value)])
      .sort(([a = ''], [b = '']) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map((pair) => pair.join('='))
      .join('&');
    const base = `${method}&${rfc3986(address)}&${rfc3986(text)}`;
    const key = `${rfc3986(this.secrets.consumerSecret)}&${rfc3986(this.secrets.accessTokenSecret)}`;
    const isSha1 = header.get('oauth_signature_method') === 'HMAC-SHA1';
    return createHmac(isSha1 ? 'sha1' : 'sha256', key)
      .update(base)
      .digest('base64');
  }
}

function parametersOf(authorization: string): Map<string, string> {
  const pairs = authorization.replace(/^OAuth\s+/i, '').split(',');
  return new Map(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^\s*([^=]+)="?([^"]*)"?$/.exec(pair) ?? [];
      return [decodeURIComponent(name), decodeURIComponent(value)] as const;
    }),
  );
}

/** PHP's `rawurlencode`. */
const rfc3986 = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
