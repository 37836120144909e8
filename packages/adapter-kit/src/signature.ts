import { createHmac, hash, timingSafeEqual } from 'node:crypto';

type HashName = 'sha256' | 'sha1' | 'sha512';

/** HMAC of the bytes as base64, the form of Shopify's and WooCommerce's webhooks. */
export const hmacBase64 = (
  secret: string,
  data: string | Buffer,
  hashName: HashName = 'sha256',
): string => createHmac(hashName, secret).update(data).digest('base64');

/** HMAC of the bytes in lower-case hexadecimal digits. */
export const hmacHex = (
  secret: string,
  data: string | Buffer,
  hashName: HashName = 'sha256',
): string => createHmac(hashName, secret).update(data).digest('hex');

export const sha256Hex = (data: string | Buffer): string => hash('sha256', data, 'hex');

/** Compares texts of any length without telling by the time it takes where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  // Hashing first makes the lengths equal, which `timingSafeEqual` insists on.
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(a), digest(b));
}
