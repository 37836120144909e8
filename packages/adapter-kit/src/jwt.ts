import { createHmac, timingSafeEqual } from 'node:crypto';

export interface JwtRules {
  /** Seconds since 1970. */
  readonly now: number;
  /** Must be `aud`, or one of it where it is a list. */
  readonly audience?: string;
  readonly issuer?: string;
  /** How far the signer's clock may be off; 0 by default. */
  readonly leewaySeconds?: number;
}

/** Why a token proves nothing. `malformed` includes one without an expiry. */
export type RefusedJwt =
  | 'malformed'
  | 'badAlgorithm'
  | 'badSignature'
  | 'expired'
  | 'notYetValid'
  | 'wrongAudience'
  | 'wrongIssuer';

export type VerifiedJwt =
  | { readonly claims: Record<string, unknown> }
  | { readonly refused: RefusedJwt };

const MAX_TOKEN_LENGTH = 8192;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

const refuse = (refused: RefusedJwt): VerifiedJwt => ({ refused });

function jsonObject(part: string): Record<string, unknown> | undefined {
  if (!BASE64URL.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Tries every key whichever fits, so that time tells nothing. An empty key is no key: anybody has it. */
function isSignedByOne(signed: string, signature: string, keys: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64url');
  let fits = false;
  for (const key of keys) {
    const expected = createHmac('sha256', key).update(signed).digest();
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
    if (key !== '') fits = true;
  }
  return fits;
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function refusedByTime(claims: Record<string, unknown>, rules: JwtRules): RefusedJwt | undefined {
  const leeway = rules.leewaySeconds ?? 0;
  if (!isTime(claims.exp)) return 'malformed';
  if (rules.now >= claims.exp + leeway) return 'expired';
  if (claims.nbf === undefined) return undefined;
  if (!isTime(claims.nbf)) return 'malformed';
  return rules.now < claims.nbf - leeway ? 'notYetValid' : undefined;
}

function refusedByParties(
  claims: Record<string, unknown>,
  rules: JwtRules,
): RefusedJwt | undefined {
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (rules.audience !== undefined && !audiences.includes(rules.audience)) return 'wrongAudience';
  if (rules.issuer !== undefined && claims.iss !== rules.issuer) return 'wrongIssuer';
  return undefined;
}

/**
 * Verifies a JSON Web Token in compact form that was signed with HS256 by one of `keys`.
 *
 * The algorithm is fixed: what the token's header says is compared, never followed, and a header that lists critical
 * extensions is refused. Never throws, whatever `token` is; claims are read only once the signature holds.
 *
 * @param keys several while a secret is being changed; none means that nothing is believed.
 * @see RFC 7515 section 5.2, RFC 7519 section 7.2, RFC 8725 section 3
 */
export function verifyHs256(
  token: string,
  keys: readonly string[],
  options: JwtRules,
): VerifiedJwt {
  if (token.length > MAX_TOKEN_LENGTH) return refuse('malformed');
  const parts = token.split('.');
  if (parts.length !== 3) return refuse('malformed');
  const [head, body, signature] = parts as [string, string, string];
  const header = jsonObject(head);
  if (header === undefined || header.crit !== undefined) return refuse('malformed');
  if (header.alg !== 'HS256') return refuse('badAlgorithm');
  if (!BASE64URL.test(signature) || !isSignedByOne(`${head}.${body}`, signature, keys))
    return refuse('badSignature');
  const claims = jsonObject(body);
  if (claims === undefined) return refuse('malformed');
  const refused = refusedByTime(claims, options) ?? refusedByParties(claims, options);
  return refused === undefined ? { claims } : refuse(refused);
}
