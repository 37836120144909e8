import { createHash, timingSafeEqual } from 'node:crypto';
import { isEmail } from '@storewire/core';

/**
 * Checks the key of a callback: lower-case hexadecimal SHA-1 of the address followed by the secret, compared in
 * constant time. Whether SALESmanago URL-encodes a plus sign is not known, so a blank is tried as the plus it was.
 *
 * @returns the address the key fits, or `undefined`.
 */
export function verifyCallback(
  email: string,
  key: string,
  secrets: readonly string[],
): string | undefined {
  const candidates = new Set([email, email.replaceAll(' ', '+')]);
  let found: string | undefined;
  for (const address of candidates) {
    for (const secret of secrets) {
      if (
        isSame(
          createHash('sha1')
            .update(address + secret)
            .digest('hex'),
          key.toLowerCase(),
        )
      ) {
        found ??= address;
      }
    }
  }
  const address = found?.trim();
  return address && isEmail(address.toLowerCase()) ? address : undefined;
}

function isSame(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
