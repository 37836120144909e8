import { hash } from 'node:crypto';

/** What a shop asks for with `WWW-Authenticate: Digest …`. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  /** True where the shop wants the client's own nonce and counter mixed in (`qop="auth"`). */
  readonly hasQop: boolean;
}

/** The challenge in a header that may name other schemes beside it; `undefined` where there is none. */
export function digestChallenge(header: string | undefined): DigestChallenge | undefined {
  const [, written] = /\bDigest\s+(.*)$/is.exec(header ?? '') ?? [];
  const fields = new Map(
    [...(written ?? '').matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)].map(
      ([, name, quoted, bare]) => [name?.toLowerCase(), quoted ?? bare ?? ''],
    ),
  );
  const [realm, nonce, opaque] = ['realm', 'nonce', 'opaque'].map((name) => fields.get(name));
  if (realm === undefined || nonce === undefined) return undefined;
  const hasQop = (fields.get('qop') ?? '').split(/[\s,]+/).includes('auth');
  return { realm, nonce, hasQop, ...(opaque === undefined ? {} : { opaque }) };
}

interface DigestRequest {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Times this nonce of the shop has been used, from 1. */
  readonly count: number;
  readonly clientNonce: string;
}

const md5 = (text: string): string => hash('md5', text, 'hex');

/** The `Authorization` header of a request, after RFC 2617 with MD5, the only form that Shopware 5 knows. */
export function digestHeader(
  { realm, nonce, opaque, hasQop }: DigestChallenge,
  { method, uri, user, password, count, clientNonce }: DigestRequest,
): string {
  const nc = count.toString(16).padStart(8, '0');
  const secret = md5(`${user}:${realm}:${password}`);
  const request = md5(`${method}:${uri}`);
  const response = md5(
    hasQop
      ? [secret, nonce, nc, clientNonce, 'auth', request].join(':')
      : [secret, nonce, request].join(':'),
  );
  const parts = [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    ...(hasQop ? ['qop=auth', `nc=${nc}`, `cnonce="${clientNonce}"`] : []),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ];
  return `Digest ${parts.join(', ')}`;
}
