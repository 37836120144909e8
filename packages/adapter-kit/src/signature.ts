import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type Hash = 'sha256' | 'sha1' | 'sha512';

/** HMAC of the bytes as base64, the form of Shopify's and WooCommerce's webhooks. */
export const hmacBase64 = (secret: string, data: string | Buffer, hash: Hash = 'sha256'): string =>
  createHmac(hash, secret).update(data).digest('base64');

/** HMAC of the bytes in lower-case hexadecimal digits. */
export const hmacHex = (secret: string, data: string | Buffer, hash: Hash = 'sha256'): string =>
  createHmac(hash, secret).update(data).digest('hex');

export const sha256Hex = (data: string | Buffer): string =>
  createHash('sha256').update(data).digest('hex');

/** Compares texts of any length without telling by the time it takes where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  // Hashing first makes the lengths equal, which `timingSafeEqual` insists on.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
