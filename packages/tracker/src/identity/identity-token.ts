import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who the store says is logged in. */
export interface ProvenShopper {
  /** The store's customer id. */
  readonly customerId: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export type TokenRefusal = 'malformed' | 'badSignature' | 'expired' | 'tooLongLived';

/** A token that lives longer than a day is refused: what leaks from a page must not work for long. */
export const MAX_TOKEN_SECONDS = 86_400;

const PART = '[A-Za-z0-9_-]+={0,2}';
const TOKEN = new RegExp(`^(v1\\.([0-9]{10})\\.(${PART})\\.(${PART}))\\.([0-9a-f]{64})$`);

/**
 * Signs who is logged in, as a store does on its side: `v1.<expiry>.<customer id>.<address>.<signature>`, the middle
 * parts base64url, the signature HMAC-SHA256 in hexadecimal over everything before its dot.
 *
 * @param secret the store's tracker secret; a token of one store means nothing to another, because secrets differ.
 */
export function signIdentityToken(shopper: ProvenShopper, secret: string): string {
  const parts = [shopper.customerId, shopper.email].map((text) =>
    Buffer.from(text).toString('base64url'),
  );
  const signed = ['v1', String(shopper.expiresAt), ...parts].join('.');
  return `${signed}.${signature(signed, secret).toString('hex')}`;
}

/**
 * Verifies a token in constant time against every valid secret (two during a change).
 *
 * @param now seconds since 1970.
 */
export function verifyIdentityToken(
  token: string,
  { secrets, now }: { readonly secrets: readonly string[]; readonly now: number },
): ProvenShopper | { readonly refused: TokenRefusal } {
  const [, signed, expiry, customerId, email, hex] = TOKEN.exec(token) ?? [];
  if (!signed || !customerId || !email || !hex) return { refused: 'malformed' };
  const given = Buffer.from(hex, 'hex');
  // An empty secret would make a signature that anybody can compute.
  const usable = secrets.filter((secret) => secret !== '');
  const fits = usable.map((secret) => timingSafeEqual(given, signature(signed, secret)));
  if (!fits.includes(true)) return { refused: 'badSignature' };
  const expiresAt = Number(expiry);
  if (expiresAt <= now) return { refused: 'expired' };
  if (expiresAt > now + MAX_TOKEN_SECONDS) return { refused: 'tooLongLived' };
  return { customerId: decode(customerId), email: decode(email), expiresAt };
}

const signature = (signed: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(signed).digest();

const decode = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');
