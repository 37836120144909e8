import { randomInt } from 'node:crypto';
import type { CallbackUrls } from './account.answer.js';

const SECRET_LENGTH = 16;
/** No parentheses, quotes or dollar signs: the secret stands inside `sha1(...)`. No look-alikes: people type it. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** 16 characters: as many as the narrowest form of the vendor takes. */
export const newCallbackSecret = (): string =>
  Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/**
 * The templates to paste into SALESmanago, which replaces `$email$` and computes the hash at call time.
 * @see facts/salesmanago.md 8.1
 */
export function callbackUrls(
  publicUrl: string,
  account: { readonly tenantId: string; readonly id: string },
  secret: string,
): CallbackUrls {
  const urlOf = (act: string): string =>
    `${publicUrl}/callbacks/${account.tenantId}/${account.id}/${act}?email=$email$&key=sha1($email$${secret})`;
  return { optIn: urlOf('opt-in'), optOut: urlOf('opt-out') };
}
