import { createHash } from 'node:crypto';

/** Lower-case hex SHA-1 of the UTF-8 bytes of `text`. */
export function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

/**
 * The `sha` field of a v2 call: SHA-1 over `apiKey`, `clientId` and the secret, joined without separators.
 * `requestTime` is not covered, so a pair of `apiKey` and `sha` never expires, as on the real service.
 */
export function signCall(apiKey: string, clientId: string, secret: string): string {
  return sha1(apiKey + clientId + secret);
}

/**
 * Expands a callback template: `$email$` becomes the address and `sha1(...)` the hash of its content,
 * in which `$email$` is replaced first. The word `SECRET` inside `sha1(...)` stands for `secret` when one is given;
 * any other text there is taken literally, as a merchant would type it.
 *
 * The address is percent-encoded in the URL and raw under the hash. Whether the real service encodes it is not
 * known, so `encode: false` gives the other variant.
 */
export function expandCallbackUrl(
  template: string,
  email: string,
  options: { secret?: string; encode?: boolean } = {},
): string {
  const hashed = template.replace(/sha1\(([^)]*)\)/g, (_whole, inner: string) => {
    const secret = options.secret;
    const withSecret = secret === undefined ? inner : inner.replace('SECRET', () => secret);
    return sha1(withSecret.replaceAll('$email$', () => email));
  });
  const written = options.encode === false ? email : encodeURIComponent(email);
  return hashed.replaceAll('$email$', () => written);
}
